namespace TinyAutograd.Transformer;

/// <summary>The sizes of a GPT. Immutable; <see cref="Validate"/> is called by the model's constructor.</summary>
public sealed record GptConfig
{
    /// <summary>The smallest GPT-2: 124,439,808 weights.</summary>
    /// <remarks>Source: Radford et al. 2019, table 2; its first row counts 117M.</remarks>
    public static GptConfig Gpt2 { get; } =
        new()
        {
            VocabularySize = 50_257,
            ContextLength = 1_024,
            LayerCount = 12,
            HeadCount = 12,
            ChannelCount = 768,
        };

    /// <summary>V, number of different tokens, at least 2.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>T, number of positions that the model can see.</summary>
    public int ContextLength { get; init; } = 16;

    /// <summary>L, number of transformer blocks.</summary>
    public int LayerCount { get; init; } = 2;

    /// <summary>H, number of attention heads per block.</summary>
    public int HeadCount { get; init; } = 4;

    /// <summary>C, width of the residual stream; a multiple of <see cref="HeadCount"/>.</summary>
    public int ChannelCount { get; init; } = 32;

    /// <summary>What LayerNorm adds to the variance.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-5;

    /// <summary>Whether the output head is the token embedding once more (GPT-2) or has weights of its own.</summary>
    public bool HasTiedHead { get; init; } = true;

    /// <summary>D, channels per head: C / H.</summary>
    public int HeadSize => ChannelCount / HeadCount;

    /// <summary>Number of weights: V·C + T·C + L·(12·C² + 13·C) + 2·C, and V·C more for a head of its own.</summary>
    public long WeightCount
    {
        get
        {
            var (c, l) = ((long)ChannelCount, (long)LayerCount);
            return (HasTiedHead ? 1 : 2) * VocabularySize * c
                + ContextLength * c
                + l * (12 * c * c + 13 * c)
                + 2 * c;
        }
    }

    /// <summary>Throws if a size is impossible.</summary>
    /// <exception cref="ArgumentException">A size is not positive, the channels are not divisible by the heads, or the model would be
    /// too large.</exception>
    public void Validate()
    {
        ThrowIfBelow(VocabularySize, 2, "vocabulary size");
        ThrowIfBelow(ContextLength, 1, "context length");
        ThrowIfBelow(LayerCount, 1, "number of layers");
        ThrowIfBelow(HeadCount, 1, "number of heads");
        ThrowIfBelow(ChannelCount, 1, "number of channels");
        if (ChannelCount % HeadCount != 0)
        {
            throw new ArgumentException(
                $"{ChannelCount} channels cannot be divided among {HeadCount} heads. Choose a multiple of {HeadCount}."
            );
        }
        if (!(LayerNormEpsilon > 0 && double.IsFinite(LayerNormEpsilon)))
        {
            throw new ArgumentException(
                $"The LayerNorm epsilon is {LayerNormEpsilon}; it must be positive and finite."
            );
        }
        // two numbers of 31 bits times four do not fit 64 bits with a sign
        var widest =
            (Int128)Math.Max(4L * ChannelCount, Math.Max(VocabularySize, ContextLength))
            * ChannelCount;
        if (widest > Array.MaxLength)
        {
            throw new ArgumentException(
                $"A weight of this model would have {widest:N0} elements; at most {Array.MaxLength:N0} are possible."
            );
        }
    }

    private static void ThrowIfBelow(int value, int least, string what)
    {
        if (value < least)
        {
            throw new ArgumentException($"The {what} is {value}; it must be at least {least}.");
        }
    }
}
