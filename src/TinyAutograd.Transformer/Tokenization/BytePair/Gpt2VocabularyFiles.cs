using System.Globalization;
using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>GPT-2's two files: the merges as lines, the tokens as one JSON object.</summary>
internal static class Gpt2VocabularyFiles
{
    private const string Version = "#version";

    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static BytePairTokenizer Read(
        string mergesSource,
        ReadOnlySpan<byte> mergesBytes,
        string tokensSource,
        ReadOnlySpan<byte> tokensBytes
    )
    {
        var merges = ReadMerges(mergesSource, mergesBytes);
        var tokens = ReadTokens(tokensSource, tokensBytes);
        var ordinary = Ordinary(merges);
        AddedToken[] special =
        [
            .. tokens
                .Where(pair => !ordinary.Contains(pair.Key))
                .Select(pair => new AddedToken(pair.Key, pair.Value) { IsSpecial = true }),
        ];
        return new BytePairTokenizer(
            new BytePairVocabulary($"{mergesSource}, {tokensSource}", tokens, merges, special)
        );
    }

    /// <summary>The merges as lines.</summary>
    public static byte[] MergesOf(BytePairVocabulary vocabulary)
    {
        var lines = new StringBuilder($"{Version}: 0.2\n");
        foreach (var (left, right, _) in vocabulary.Merges.Merges)
        {
            lines.Append(
                CultureInfo.InvariantCulture,
                $"{vocabulary.Spelling(left)} {vocabulary.Spelling(right)}\n"
            );
        }
        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    /// <summary>The tokens as JSON of ASCII, as Python's json module writes it.</summary>
    public static byte[] TokensOf(BytePairVocabulary vocabulary)
    {
        var json = new StringBuilder("{");
        for (var token = 0; token < vocabulary.Size; token++)
        {
            if (vocabulary.Spelling(token) is { } spelling)
            {
                json.Append(json.Length > 1 ? ", \"" : "\"");
                Escape(json, spelling);
                json.Append(CultureInfo.InvariantCulture, $"\": {token}");
            }
        }
        return Encoding.ASCII.GetBytes(json.Append('}').ToString());
    }

    /// <exception cref="InvalidOperationException">The files cannot say all of this.</exception>
    public static void ThrowIfInexpressible(BytePairVocabulary vocabulary, bool hasPrefixSpace)
    {
        var ordinary = Ordinary([
            .. vocabulary.Merges.Merges.Select(merge =>
                (vocabulary.Spelling(merge.Left)!, vocabulary.Spelling(merge.Right)!)
            ),
        ]);
        var special = vocabulary.AddedTokens.ToDictionary(added => added.Token);
        if (hasPrefixSpace)
        {
            throw Inexpressible("a blank before each text");
        }
        for (var token = 0; token < vocabulary.Size; token++)
        {
            var spelling = vocabulary.Spelling(token);
            var added = special.GetValueOrDefault(token);
            if (
                added is not null
                && added != new AddedToken(added.Content, token) { IsSpecial = true }
            )
            {
                throw Inexpressible($"'{added.Content}', an added token with settings");
            }
            if (spelling is not null && (added is null) != ordinary.Contains(spelling))
            {
                throw Inexpressible(
                    $"'{spelling}', {(added is null ? "a token that no merge makes" : "a special token that a merge makes, too")}"
                );
            }
        }

        static InvalidOperationException Inexpressible(string what) =>
            new($"GPT-2's files cannot hold {what}. Save a tokenizer.json instead.");
    }

    // What the merges make, and the bytes they begin with.
    private static HashSet<string> Ordinary(List<(string Left, string Right)> merges)
    {
        var ordinary = new HashSet<string>(merges.Count + 256, StringComparer.Ordinal);
        ordinary.UnionWith(ByteAlphabet.InOrder.Select(value => ByteAlphabet.Spell([value])));
        ordinary.UnionWith(merges.Select(merge => merge.Left + merge.Right));
        return ordinary;
    }

    private static List<(string Left, string Right)> ReadMerges(
        string source,
        ReadOnlySpan<byte> bytes
    )
    {
        var text = Encoding.UTF8.GetString(TokenizerFile.Utf8Of(source, bytes)).AsSpan();
        var merges = new List<(string, string)>();
        var number = 0;
        foreach (var range in text.Split('\n'))
        {
            number++;
            var line = text[range].TrimEnd('\r');
            var isLast = range.End.GetOffset(text.Length) == text.Length;
            if ((number == 1 && line.StartsWith(Version)) || (isLast && line.IsEmpty))
            {
                continue;
            }
            var blank = line.IndexOf(' ');
            if (blank < 1 || blank == line.Length - 1 || line[(blank + 1)..].Contains(' '))
            {
                throw TokenizerFile.Error(
                    source,
                    $"line {number} is '{TokenizerFile.Shown(line.ToString())}'; a merge is two tokens with a blank between them."
                );
            }
            merges.Add((line[..blank].ToString(), line[(blank + 1)..].ToString()));
        }
        return merges;
    }

    private static Dictionary<string, int> ReadTokens(string source, ReadOnlySpan<byte> bytes)
    {
        var json = new CheckedJson(source, bytes);
        var tokens = TokenizerJsonReader.ReadTokens(ref json, "the vocabulary");
        json.End();
        return tokens;
    }

    private static void Escape(StringBuilder json, string text)
    {
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' or '\\' => json.Append('\\').Append(letter),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                < ' ' or > '~' and not '\x7f' => json.Append(
                    CultureInfo.InvariantCulture,
                    $"\\u{(int)letter:x4}"
                ),
                _ => json.Append(letter),
            };
        }
    }
}
