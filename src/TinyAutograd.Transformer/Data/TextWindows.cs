using System.Globalization;

namespace TinyAutograd.Transformer;

/// <summary>A running text in windows of T + 1 tokens, of which T are read and T predicted; a contiguous part of it is held out. Immutable.</summary>
/// <remarks>Each window begins where the one before it ends, with its last target. So every token but the first is predicted in exactly one
/// window, and none in both parts; at most T tokens at the end of the text are left over. Orders take no memory, so that the text may be as long as
/// a file can be.</remarks>
public sealed class TextWindows : ITrainingData
{
    private readonly ITokenSequence tokens;
    private readonly long seed;
    private readonly double heldOutShare;

    /// <summary>Windows of this text.</summary>
    /// <param name="tokens">The text.</param>
    /// <param name="seed">Decides which part is held out.</param>
    /// <param name="heldOutShare">Share of the windows to hold out, in (0, 1); at least one window is on either side.</param>
    /// <param name="tokenizer">The characters that the tokens stand for, if they are characters: saved models then hold them.</param>
    /// <exception cref="ArgumentException">The tokenizer has another vocabulary, or the share is not in (0, 1).</exception>
    public TextWindows(
        ITokenSequence tokens,
        long seed,
        double heldOutShare = ItemData.DefaultHeldOutShare,
        CharacterTokenizer? tokenizer = null
    )
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heldOutShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(heldOutShare, 1);
        if (tokenizer is not null && tokenizer.VocabularySize != tokens.VocabularySize)
        {
            throw new ArgumentException(
                $"The tokenizer has a vocabulary of {tokenizer.VocabularySize} tokens, the text one of {tokens.VocabularySize}.",
                nameof(tokenizer)
            );
        }
        (this.tokens, this.seed, this.heldOutShare, Tokenizer) = (
            tokens,
            seed,
            heldOutShare,
            tokenizer
        );
    }

    /// <inheritdoc/>
    public int VocabularySize => tokens.VocabularySize;

    /// <inheritdoc/>
    public CharacterTokenizer? Tokenizer { get; }

    /// <inheritdoc/>
    public ShuffledBatches Batches(int contextLength, int batchSize, long seed) =>
        new(TrainingExamples(contextLength), batchSize, seed);

    /// <summary>The windows to train on, in the order of the text.</summary>
    /// <param name="contextLength">T, number of positions.</param>
    /// <exception cref="ArgumentException">The text has fewer than two windows, or more than 2³¹ − 1.</exception>
    public IExamples TrainingExamples(int contextLength)
    {
        var (count, start, heldOut) = Split(contextLength);
        return new WindowExamples(tokens, contextLength, count - heldOut, 0, start, heldOut);
    }

    /// <inheritdoc/>
    public IExamples HeldOutExamples(int contextLength)
    {
        var (_, start, heldOut) = Split(contextLength);
        return new WindowExamples(tokens, contextLength, heldOut, start, heldOut, 0);
    }

    /// <inheritdoc/>
    public string Hash()
    {
        using var hash = new ContentHash();
        hash.Add(tokens.Hash);
        hash.Add(tokens.Count);
        hash.Add(tokens.VocabularySize);
        hash.Add(seed);
        hash.Add(heldOutShare.ToString("R", CultureInfo.InvariantCulture));
        return hash.Finish();
    }

    private (int Count, int Start, int HeldOut) Split(int contextLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(contextLength, 1);
        var count = (tokens.Count - 1) / contextLength;
        if (count is < 2 or > int.MaxValue)
        {
            throw new ArgumentException(
                count < 2
                    ? $"The text has {tokens.Count} tokens; with a context of {contextLength}, training needs at least {2L * contextLength + 1}."
                    : $"The text has {count} windows of {contextLength} tokens; at most {int.MaxValue} are possible. Use a longer context.",
                nameof(contextLength)
            );
        }
        var heldOut = (int)Math.Clamp(Math.Round(count * heldOutShare), 1, count - 1);
        var start = new RandomGenerator(seed).NextInt32((int)Math.Max(count - heldOut, 1));
        return ((int)count, start, heldOut);
    }
}
