using System.Text.Json;

namespace TinyAutograd.Transformer;

/// <summary>Reads a <c>tokenizer.json</c>; refuses what would give other tokens than its author meant.</summary>
internal static class TokenizerJsonReader
{
    /// <exception cref="InvalidDataException">The file is not what it should be.</exception>
    public static BytePairTokenizer Read(string source, ReadOnlySpan<byte> bytes)
    {
        var json = new CheckedJson(source, bytes);
        List<AddedToken>? added = null;
        bool? hasPrefixSpace = null;
        TokenizerJsonModel? model = null;
        json.BeginObject("the file");
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case "added_tokens":
                    ThrowIfRepeated(ref json, name, added is not null);
                    added = ReadAddedTokens(ref json);
                    break;
                case "normalizer":
                    ThrowIfNotOff(ref json, name);
                    break;
                case "pre_tokenizer":
                    ThrowIfRepeated(ref json, name, hasPrefixSpace is not null);
                    hasPrefixSpace = ReadPreTokenizer(ref json);
                    break;
                case "decoder":
                    ReadDecoder(ref json);
                    break;
                case "model":
                    ThrowIfRepeated(ref json, name, model is not null);
                    model = TokenizerJsonModel.Read(ref json);
                    break;
                default: // version, truncation, padding, post_processor: the caller's business
                    json.Skip();
                    break;
            }
        }
        json.End();
        if (model is null || hasPrefixSpace is null)
        {
            throw json.Error(
                $"it has no {(model is null ? "model" : "pre_tokenizer")}. Is it a tokenizer.json?"
            );
        }
        return new BytePairTokenizer(
            new BytePairVocabulary(source, model.Tokens, model.Merges, added ?? []),
            hasPrefixSpace.Value
        );
    }

    /// <summary>An object with tokens by their spelling.</summary>
    public static Dictionary<string, int> ReadTokens(ref CheckedJson json, string what)
    {
        var tokens = new Dictionary<string, int>(StringComparer.Ordinal);
        json.BeginObject(what);
        while (json.NextProperty(out var spelling))
        {
            if (!tokens.TryAdd(spelling, json.Integer("a token's number")))
            {
                throw json.Error($"token '{TokenizerFile.Shown(spelling)}' occurs twice.");
            }
        }
        return tokens;
    }

    /// <summary>Passes over a setting that must be off.</summary>
    public static void ThrowIfNotOff(ref CheckedJson json, string name)
    {
        if (!json.IsOff())
        {
            throw json.Error(
                $"its {name} is set. This tokenizer has none; it reads byte-level vocabularies like GPT-2's."
            );
        }
    }

    public static void ThrowIfRepeated(ref CheckedJson json, string name, bool isRepeated)
    {
        if (isRepeated)
        {
            throw json.Error($"{name} occurs twice.");
        }
    }

    private static List<AddedToken> ReadAddedTokens(ref CheckedJson json)
    {
        var added = new List<AddedToken>();
        json.BeginArray("added_tokens");
        while (json.NextElement())
        {
            added.Add(ReadAddedToken(ref json));
        }
        return added;
    }

    private static AddedToken ReadAddedToken(ref CheckedJson json)
    {
        (int? token, string? content) = (null, null);
        var read = new AddedToken("", 0);
        json.BeginObject("an added token");
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case "id":
                    token = json.Integer("an added token's id");
                    break;
                case "content":
                    content = json.Text("an added token's content");
                    break;
                case "special":
                    read = read with { IsSpecial = json.Truth(name) };
                    break;
                case "single_word":
                    read = read with { IsSingleWord = json.Truth(name) };
                    break;
                case "lstrip":
                    read = read with { StripsLeft = json.Truth(name) };
                    break;
                case "rstrip":
                    read = read with { StripsRight = json.Truth(name) };
                    break;
                case "normalized":
                    read = read with { IsNormalized = json.Truth(name) };
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
        return token is null || content is null
            ? throw json.Error("an added token needs an id and a content.")
            : read with
            {
                Token = token.Value,
                Content = content,
            };
    }

    private static bool ReadPreTokenizer(ref CheckedJson json)
    {
        (string? type, bool? hasPrefixSpace) = (null, null);
        json.BeginObject("pre_tokenizer");
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case "type":
                    type = json.Text("the type of pre_tokenizer");
                    break;
                case "add_prefix_space":
                    hasPrefixSpace = json.Truth(name);
                    break;
                case "use_regex" when !json.Truth(name):
                    throw json.Error("its pre_tokenizer has no use_regex, which is needed.");
                default:
                    json.Skip();
                    break;
            }
        }
        ThrowIfNotByteLevel(ref json, "pre_tokenizer", type);
        return hasPrefixSpace
            ?? throw json.Error("its pre_tokenizer does not say whether it has add_prefix_space.");
    }

    private static void ReadDecoder(ref CheckedJson json)
    {
        if (json.Kind == JsonTokenType.Null)
        {
            return;
        }
        string? type = null;
        json.BeginObject("decoder");
        while (json.NextProperty(out var name))
        {
            if (name == "type")
            {
                type = json.Text("the type of decoder");
            }
            else
            {
                json.Skip();
            }
        }
        ThrowIfNotByteLevel(ref json, "decoder", type);
    }

    private static void ThrowIfNotByteLevel(ref CheckedJson json, string what, string? type)
    {
        if (type != "ByteLevel")
        {
            throw json.Error(
                $"its {what} is of type '{TokenizerFile.Shown(type ?? "none")}'; 'ByteLevel' is needed."
            );
        }
    }
}
