using System.Text.Json;

namespace TinyAutograd.Transformer;

/// <summary>The part "model" of a <c>tokenizer.json</c>: tokens and merges.</summary>
internal sealed record TokenizerJsonModel(
    Dictionary<string, int> Tokens,
    List<(string Left, string Right)> Merges
)
{
    /// <exception cref="InvalidDataException">It is not what it should be.</exception>
    public static TokenizerJsonModel Read(ref CheckedJson json)
    {
        Dictionary<string, int>? tokens = null;
        List<(string, string)>? merges = null;
        json.BeginObject("model");
        while (json.NextProperty(out var name))
        {
            switch (name)
            {
                case "type":
                    ThrowIfNotBytePair(ref json);
                    break;
                case "vocab":
                    TokenizerJsonReader.ThrowIfRepeated(ref json, name, tokens is not null);
                    tokens = TokenizerJsonReader.ReadTokens(ref json, name);
                    break;
                case "merges":
                    TokenizerJsonReader.ThrowIfRepeated(ref json, name, merges is not null);
                    merges = ReadMerges(ref json);
                    break;
                case "dropout":
                case "continuing_subword_prefix":
                case "end_of_word_suffix":
                case "byte_fallback":
                case "ignore_merges":
                    TokenizerJsonReader.ThrowIfNotOff(ref json, name);
                    break;
                default: // unk_token, fuse_unk: no byte is unknown
                    json.Skip();
                    break;
            }
        }
        return tokens is null || merges is null
            ? throw json.Error(
                $"its model has no {(tokens is null ? "vocab" : "merges")}; a model of type 'BPE' is needed."
            )
            : new TokenizerJsonModel(tokens, merges);
    }

    private static void ThrowIfNotBytePair(ref CheckedJson json)
    {
        var type = json.Text("the type of model");
        if (type != "BPE")
        {
            throw json.Error(
                $"its model is of type '{TokenizerFile.Shown(type)}'; 'BPE' is needed."
            );
        }
    }

    // A merge is "left right" or, in newer files, ["left", "right"].
    private static List<(string, string)> ReadMerges(ref CheckedJson json)
    {
        var merges = new List<(string, string)>();
        json.BeginArray("merges");
        while (json.NextElement())
        {
            merges.Add(
                json.Kind == JsonTokenType.StartArray ? ReadPair(ref json) : ReadLine(ref json)
            );
        }
        return merges;
    }

    private static (string, string) ReadLine(ref CheckedJson json)
    {
        var line = json.Text("a merge");
        return line.Split(' ') is [{ Length: > 0 } left, { Length: > 0 } right]
            ? (left, right)
            : throw json.Error(
                $"merge '{TokenizerFile.Shown(line)}' must be two tokens with a blank between them."
            );
    }

    private static (string, string) ReadPair(ref CheckedJson json)
    {
        var parts = new string[2];
        var count = 0;
        while (json.NextElement())
        {
            if (count == parts.Length)
            {
                throw json.Error("a merge must have two tokens; one has more.");
            }
            parts[count++] = json.Text("a token of a merge");
        }
        return count == parts.Length
            ? (parts[0], parts[1])
            : throw json.Error($"a merge must have two tokens; one has {count}.");
    }
}
