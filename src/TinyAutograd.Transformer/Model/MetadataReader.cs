using System.Globalization;

namespace TinyAutograd.Transformer;

/// <summary>Reads a file's metadata, whose texts nobody has vouched for: what is missing or garbled is named.</summary>
internal sealed class MetadataReader(IReadOnlyDictionary<string, string> metadata)
{
    /// <exception cref="ArgumentException">There is no such text.</exception>
    public string Text(string key) =>
        metadata.TryGetValue(key, out var text)
            ? text
            : throw new ArgumentException(
                $"its metadata has no '{key}'. Is it a file that this program saved?"
            );

    /// <summary>Whether there is such a text.</summary>
    public bool Has(string key) => metadata.ContainsKey(key);

    /// <summary>A whole number from 0.</summary>
    /// <exception cref="ArgumentException">The text is missing or no such number.</exception>
    public int Count(string key) =>
        int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Garbled(key, "a whole number from 0");

    /// <summary>A whole number.</summary>
    /// <exception cref="ArgumentException">The text is missing or no such number.</exception>
    public long Integer(string key) =>
        long.TryParse(
            Text(key),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value
            : throw Garbled(key, "a whole number");

    /// <summary>A number; whether NaN or infinity will do is the reader's concern.</summary>
    /// <exception cref="ArgumentException">The text is missing or no number.</exception>
    public double Number(string key) =>
        double.TryParse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Garbled(key, "a number");

    /// <summary>One of some names.</summary>
    /// <exception cref="ArgumentException">The text is missing or none of them.</exception>
    public TKind OneOf<TKind>(string key, IReadOnlyDictionary<TKind, string> names)
        where TKind : struct, Enum
    {
        var text = Text(key);
        foreach (var (kind, name) in names)
        {
            if (name == text)
            {
                return kind;
            }
        }
        throw Garbled(key, string.Join(" or ", names.Values));
    }

    /// <exception cref="ArgumentException">The text is missing or neither true nor false.</exception>
    public bool Flag(string key) =>
        Text(key) switch
        {
            "true" => true,
            "false" => false,
            _ => throw Garbled(key, "true or false"),
        };

    // What a hostile file holds is not repeated at length.
    private ArgumentException Garbled(string key, string expected)
    {
        const int Most = 40;
        var text = Text(key);
        return new ArgumentException(
            $"its {key} is '{(text.Length > Most ? $"{text[..Most]}…" : text)}'; it must be {expected}."
        );
    }
}
