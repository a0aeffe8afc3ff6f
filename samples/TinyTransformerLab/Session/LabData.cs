using System.Text;

namespace TinyTransformerLab;

/// <summary>The items of a preset, and what they are called.</summary>
/// <param name="Items">Split into training and held out.</param>
/// <param name="Label">In words.</param>
/// <param name="Noun">One item, in the plural.</param>
/// <param name="ContextLength">T that the items need: that of the configuration, more for longer own text.</param>
internal sealed record LabData(ItemData Items, string Label, string Noun, int ContextLength)
{
    private const int LongestOwnLine = 63;

    // Every step and every view has a number per letter of the vocabulary at each position: with tens of thousands of them memory runs out.
    private const int MostOwnCharacters = 1_000;

    private const int CopyTaskCount = 4_000;
    private const int LongestCopy = 7;
    private const string CopyLetters = "abcdefgh";

    /// <summary>The bundled names, copied beside the program.</summary>
    public static string BundledNames { get; } =
        Path.Combine(AppContext.BaseDirectory, "data", "names.txt");

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not text, or holds too little.</exception>
    /// <exception cref="ArgumentException">The own text is missing, too long or holds too little.</exception>
    public static LabData Of(LabConfig config) =>
        config.Preset switch
        {
            LabPreset.Names => Names(config),
            LabPreset.CopyTask => new LabData(
                new ItemData(CopyTask(config.RandomFor(Purpose.CopyTask)), config.Seed),
                $"a copy task: up to {LongestCopy} random letters, a colon, the same letters again",
                "items",
                config.ContextLength
            ),
            LabPreset.OwnText => OwnText(config),
            _ => throw new ArgumentException($"There is no preset {config.Preset}."),
        };

    private static LabData Names(LabConfig config)
    {
        var isBundled = config.DataPath is null;
        var path = config.DataPath ?? BundledNames;
        return new LabData(
            ItemData.Load(path, config.Seed),
            isBundled ? "given names" : $"the lines of {Path.GetFileName(path)}",
            isBundled ? "names" : "items",
            config.ContextLength
        );
    }

    private static LabData OwnText(LabConfig config)
    {
        var text = config.OwnText;
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ArgumentException("There is no own text. Type a few items, one a line.");
        }
        if (text.Length > LabConfig.LongestOwnText)
        {
            throw new ArgumentException(
                $"The own text has {Digits.Count(text.Length)} characters; at most {Digits.Count(LabConfig.LongestOwnText)} are taken."
            );
        }
        var lines = text.ReplaceLineEndings("\n")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < lines.Length; i++)
        {
            ThrowIfUnreadable(lines[i], i + 1);
        }
        var characters = lines.SelectMany(line => line.EnumerateRunes()).Distinct().Count();
        if (characters > MostOwnCharacters)
        {
            throw new ArgumentException(
                $"The own text has {Digits.Count(characters)} different characters; at most {Digits.Count(MostOwnCharacters)} are taken."
            );
        }
        var items = new ItemData(lines, config.Seed);
        return new LabData(
            items,
            "your own text",
            "items",
            Math.Max(config.ContextLength, items.LongestLength + 1)
        );
    }

    private static void ThrowIfUnreadable(string line, int number)
    {
        var length = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            length++;
            if (Rune.IsControl(rune))
            {
                throw new ArgumentException(
                    $"Item {number} holds the control character U+{rune.Value:X4}. Plain text is needed, one item a line."
                );
            }
        }
        if (length > LongestOwnLine)
        {
            throw new ArgumentException(
                $"Item {number} has {length} characters; at most {LongestOwnLine} are taken. Break the line, one item a line."
            );
        }
    }

    private static HashSet<string> CopyTask(RandomGenerator random)
    {
        var items = new HashSet<string>(StringComparer.Ordinal);
        while (items.Count < CopyTaskCount)
        {
            var letters = new char[3 + random.NextInt32(LongestCopy - 2)];
            for (var i = 0; i < letters.Length; i++)
            {
                letters[i] = CopyLetters[random.NextInt32(CopyLetters.Length)];
            }
            var word = new string(letters);
            items.Add($"{word}:{word}");
        }
        return items;
    }
}
