namespace TinyAutograd.Transformer;

/// <content>What is impossible.</content>
public sealed partial record GptConfig
{
    /// <summary>Throws if a size or an option is impossible.</summary>
    /// <exception cref="ArgumentException">A size is not positive, the channels are not divisible by the heads, the heads not by those of keys,
    /// rotary heads have an odd number of channels, a number is out of its range, or the model would be too large.</exception>
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
        ThrowIfHeadsCannotShare();
        ThrowIfOptionUnknown();
        ThrowIfOutOfRange();
        ThrowIfTooLarge();
    }

    private void ThrowIfHeadsCannotShare()
    {
        if (KeyValueHeadCount is not { } shared)
        {
            return;
        }
        ThrowIfBelow(shared, 1, "number of key and value heads");
        if (HeadCount % shared != 0)
        {
            throw new ArgumentException(
                $"{HeadCount} heads cannot be divided among {shared} key and value heads. Choose a divisor of {HeadCount}."
            );
        }
    }

    private void ThrowIfOptionUnknown()
    {
        ThrowIfUndefined(Positions, nameof(Positions));
        ThrowIfUndefined(Norm, nameof(Norm));
        ThrowIfUndefined(FeedForward, nameof(FeedForward));
        if (Positions == PositionKind.Rotary && HeadSize % 2 != 0)
        {
            throw new ArgumentException(
                $"Rotary positions turn pairs of channels, but a head has {HeadSize} of them ({ChannelCount} / {HeadCount}). Choose an even number."
            );
        }
    }

    private void ThrowIfOutOfRange()
    {
        if (!(LayerNormEpsilon > 0 && double.IsFinite(LayerNormEpsilon)))
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The LayerNorm epsilon is {LayerNormEpsilon}; it must be positive and finite."
                )
            );
        }
        if (!(RotaryBase > 0 && double.IsFinite(RotaryBase)))
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The rotary base is {RotaryBase}; it must be positive and finite."
                )
            );
        }
        if (!(DropoutRate is >= 0 and < 1))
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The dropout rate is {DropoutRate}; it must be in [0, 1)."
                )
            );
        }
    }

    private void ThrowIfTooLarge()
    {
        // two numbers of 31 bits times four do not fit 64 bits with a sign
        var widest =
            (Int128)Math.Max(4L * ChannelCount, Math.Max(VocabularySize, ContextLength))
            * ChannelCount;
        if (widest > Shape.MaxElementCount)
        {
            throw new ArgumentException(
                $"A weight of this model would have {widest:N0} elements; at most {Shape.MaxElementCount:N0} are possible."
            );
        }
        // a block has fewer than 16 weights of that size
        if (widest * 16 * LayerCount > long.MaxValue / 16)
        {
            throw new ArgumentException(
                $"{LayerCount:N0} layers of {ChannelCount:N0} channels are more than can be counted."
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

    private static void ThrowIfUndefined<TKind>(TKind kind, string what)
        where TKind : struct, Enum
    {
        if (!Enum.IsDefined(kind))
        {
            throw new ArgumentException(
                $"{what} is {kind}; it must be one of {string.Join(", ", Enum.GetNames<TKind>())}."
            );
        }
    }
}
