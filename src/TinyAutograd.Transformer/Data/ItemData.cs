using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>Short texts, one a line, split by a seed into those to train on and those held out. Immutable.</summary>
public sealed class ItemData : ITrainingData
{
    /// <summary>The share of the items that is held out unless told: a tenth.</summary>
    public const double DefaultHeldOutShare = 0.1;

    /// <summary>Splits these items.</summary>
    /// <param name="items">At least 2 different items; repeats count once.</param>
    /// <param name="seed">Decides the split.</param>
    /// <param name="heldOutShare">Share of the items to hold out, in (0, 1); at least one item is on either side.</param>
    /// <exception cref="ArgumentException">Fewer than two items, or fewer than two different characters in them.</exception>
    public ItemData(IEnumerable<string> items, long seed, double heldOutShare = DefaultHeldOutShare)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heldOutShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(heldOutShare, 1);
        var all = items.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (all.Length < 2)
        {
            throw new ArgumentException(
                $"There {(all.Length == 1 ? "is 1 item" : "are no items")}; training needs at least 2.",
                nameof(items)
            );
        }
        Tokenizer = CharacterTokenizer.FromItems(all);
        new RandomGenerator(seed).Shuffle(all.AsSpan());
        var heldOutCount = Math.Clamp(
            (int)Math.Round(all.Length * heldOutShare),
            1,
            all.Length - 1
        );
        HeldOut = all[..heldOutCount];
        Training = all[heldOutCount..];
        LongestLength = all.Max(item => item.EnumerateRunes().Count());
    }

    private ItemData(ItemData items, CharacterTokenizer tokenizer) =>
        (Tokenizer, Training, HeldOut, LongestLength) = (
            tokenizer,
            items.Training,
            items.HeldOut,
            items.LongestLength
        );

    /// <summary>The characters that occur, in either part; or a wider vocabulary, see <see cref="WithVocabulary"/>.</summary>
    public CharacterTokenizer Tokenizer { get; }

    /// <summary>The items to train on, in the order of the shuffle.</summary>
    public IReadOnlyList<string> Training { get; }

    /// <summary>The items that are held out, in the order of the shuffle.</summary>
    public IReadOnlyList<string> HeldOut { get; }

    /// <summary>Length of the longest item in characters.</summary>
    public int LongestLength { get; }

    /// <summary>The same items, split alike, for a model that knows more characters than occur in them.</summary>
    /// <param name="tokenizer">The model's vocabulary.</param>
    /// <returns>The items with this vocabulary.</returns>
    /// <exception cref="ArgumentException">An item has a character that is not in the vocabulary.</exception>
    public ItemData WithVocabulary(CharacterTokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var known = tokenizer.Characters.EnumerateRunes().ToHashSet();
        var unknown = Tokenizer.Characters.EnumerateRunes().Where(rune => !known.Contains(rune));
        return unknown.Any()
            ? throw new ArgumentException(
                $"The items have the characters \"{string.Concat(unknown)}\", which are not in the vocabulary \"{tokenizer.Characters}\".",
                nameof(tokenizer)
            )
            : new ItemData(this, tokenizer);
    }

    /// <summary>Reads a text file (UTF-8) with one item a line. Blank lines are passed over, white space around an item is cut off.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">Decides the split.</param>
    /// <param name="heldOutShare">Share of the items to hold out.</param>
    /// <returns>The items.</returns>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is empty, is not text, or holds too little to learn from.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed, or the share out of its range.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static ItemData Load(string path, long seed, double heldOutShare = DefaultHeldOutShare)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"Data file '{path}' does not exist.", path);
        }
        var items = Decode(path).EnumerateLines();
        var kept = new List<string>();
        foreach (var line in items)
        {
            var item = line.Trim();
            if (!item.IsEmpty)
            {
                kept.Add(item.ToString());
            }
        }
        if (kept.Count == 0)
        {
            throw new InvalidDataException(
                $"Data file '{path}' is empty. It needs text with one item a line."
            );
        }
        try
        {
            return new ItemData(kept, seed, heldOutShare);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"Data file '{path}': {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public int VocabularySize => Tokenizer.VocabularySize;

    /// <inheritdoc/>
    public ShuffledBatches Batches(int contextLength, int batchSize, long seed)
    {
        ThrowIfTooLong(contextLength);
        return new ShuffledBatches(Tokenizer, Training, contextLength, batchSize, seed);
    }

    /// <inheritdoc/>
    public IExamples HeldOutExamples(int contextLength)
    {
        ThrowIfTooLong(contextLength);
        return new ItemExamples(Tokenizer, HeldOut, contextLength);
    }

    /// <inheritdoc/>
    public string Hash()
    {
        using var hash = new ContentHash();
        foreach (var part in new[] { Training, HeldOut })
        {
            hash.Add(part.Count);
            foreach (var item in part)
            {
                hash.Add(item);
            }
        }
        return hash.Finish();
    }

    private void ThrowIfTooLong(int contextLength)
    {
        if (LongestLength > contextLength - 1)
        {
            throw new ArgumentException(
                $"The longest item has {LongestLength} characters; a context of {contextLength} holds {contextLength - 1}. "
                    + $"Use a context of at least {LongestLength + 1}.",
                nameof(contextLength)
            );
        }
    }

    private static ReadOnlySpan<char> Decode(string path)
    {
        var bytes = File.ReadAllBytes(path);
        try
        {
            var text = new UTF8Encoding(
                encoderShouldEmitUTF8Identifier: false,
                throwOnInvalidBytes: true
            )
                .GetString(bytes)
                .TrimStart('\uFEFF');
            var control = text.AsSpan().IndexOfAnyInRange('\0', '\b');
            return control < 0
                ? text
                : throw new InvalidDataException(
                    $"Data file '{path}' is not text: it holds the control character U+{(int)text[control]:X4}."
                );
        }
        catch (DecoderFallbackException error)
        {
            throw new InvalidDataException(
                $"Data file '{path}' is not text: byte {error.Index} is not valid UTF-8.",
                error
            );
        }
    }
}
