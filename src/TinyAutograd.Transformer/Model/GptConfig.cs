namespace TinyAutograd.Transformer;

/// <summary>The sizes and the kind of a GPT: GPT-2's unless told. Immutable; <see cref="Validate"/> is called by the model's constructor.</summary>
public sealed partial record GptConfig
{
    /// <summary>V, number of different tokens, at least 2.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>T, number of positions that the model can see.</summary>
    public int ContextLength { get; init; } = 16;

    /// <summary>L, number of transformer blocks.</summary>
    public int LayerCount { get; init; } = 2;

    /// <summary>H, number of attention heads per block.</summary>
    public int HeadCount { get; init; } = 4;

    /// <summary>Number of heads of keys and values, which divides <see cref="HeadCount"/>: so many query heads share one. As many as heads
    /// unless told (null); 1 is multi-query attention. Source: Ainslie et al. 2023; Shazeer 2019 for 1.</summary>
    public int? KeyValueHeadCount { get; init; }

    /// <summary>C, width of the residual stream; a multiple of <see cref="HeadCount"/>.</summary>
    public int ChannelCount { get; init; } = 32;

    /// <summary>Learned vectors (GPT-2) or rotated queries and keys.</summary>
    public PositionKind Positions { get; init; } = PositionKind.Learned;

    /// <summary>The base b of rotary positions: pair i of a head's D channels turns by <c>b^(−2i/D)</c> radians per position. Positive.</summary>
    public double RotaryBase { get; init; } = 10_000;

    /// <summary>LayerNorm (GPT-2) or RMSNorm.</summary>
    public NormKind Norm { get; init; } = NormKind.LayerNorm;

    /// <summary>ε, what the norms add to the variance or, for RMSNorm, to the mean square.</summary>
    public double LayerNormEpsilon { get; init; } = 1e-5;

    /// <summary>GELU by tanh (GPT-2), GELU by the error function, or SwiGLU.</summary>
    public FeedForwardKind FeedForward { get; init; } = FeedForwardKind.GeluTanh;

    /// <summary>Whether linear maps and LayerNorms add a bias (GPT-2). RMSNorm and the output head never do.</summary>
    public bool HasBiases { get; init; } = true;

    /// <summary>Whether the output head is the token embedding once more (GPT-2) or has weights of its own.</summary>
    public bool HasTiedHead { get; init; } = true;

    /// <summary>Probability in [0, 1) that a number is dropped in training: of the embedding, and of what attention and the feed-forward
    /// network add to the residual stream. Source: Srivastava et al. 2014; places as in GPT-2.</summary>
    /// <remarks>Attention's probabilities are not dropped, as the fused op does not keep them in a form to drop from. It acts only where a
    /// generator is given: <see cref="Gpt{T}.Forward(Indices, RandomGenerator?)"/>.</remarks>
    public double DropoutRate { get; init; }

    /// <summary>D, channels per head: C / H.</summary>
    public int HeadSize => ChannelCount / HeadCount;

    /// <summary>K, channels of all keys of a position, and of all values: D for each head of keys; C unless heads share them.</summary>
    public int KeyChannelCount => HeadSize * (KeyValueHeadCount ?? HeadCount);

    /// <summary>F, width of the feed-forward network: 4·C; for SwiGLU two thirds of it, rounded up to a multiple of 8: 8·⌈C / 3⌉.</summary>
    /// <remarks>So three matrices have the weights of two. Source: Shazeer 2020, section 3.</remarks>
    public int HiddenCount =>
        FeedForward == FeedForwardKind.SwiGlu
            ? checked((ChannelCount + 2) / 3 * 8) // 8·⌈C / 3⌉
            : checked(4 * ChannelCount);

    /// <summary>Whether it differs from GPT-2 in sizes, epsilon and head only, and so is told by these.</summary>
    internal bool IsPlain => this == Plain;

    /// <summary>The same model: dropout changes no weight and no operation.</summary>
    internal GptConfig WithoutDropout => this with { DropoutRate = 0 };

    /// <summary>These sizes with everything else as in GPT-2.</summary>
    internal GptConfig Plain =>
        new()
        {
            VocabularySize = VocabularySize,
            ContextLength = ContextLength,
            LayerCount = LayerCount,
            HeadCount = HeadCount,
            ChannelCount = ChannelCount,
            LayerNormEpsilon = LayerNormEpsilon,
            HasTiedHead = HasTiedHead,
        };
}
