namespace TinyAutograd.Transformer;

/// <content>What a model costs: weights and operations.</content>
public sealed partial record GptConfig
{
    /// <summary>Number of weights, in the letters of the README: V·C, + V·C for a head of its own, + T·C for learned positions, + L blocks of
    /// C·(C + 2K) + C² + n·C·F in matrices and norms of C, + the final norm of C. With biases L·(2C + 2K + (n − 1)·F) more, and C more for
    /// each of the 2·L + 1 LayerNorms; n is 3 for SwiGLU and 2 else. For GPT-2, V·C + T·C + L·(12·C² + 13·C) + 2·C.</summary>
    public long WeightCount =>
        checked(
            (HasTiedHead ? 1L : 2L) * VocabularySize * ChannelCount
            + PositionWeightCount
            + LayerCount * (AttentionWeightCount + FeedForwardWeightCount + 2 * NormWeightCount)
            + NormWeightCount
        );

    /// <summary>Floating-point operations of the forward pass for one token, two for each multiply-add of a matrix product:
    /// 2·(L·(C·(C + 2K) + C² + n·C·F) + V·C) + 4·L·T·C.</summary>
    /// <remarks>In sequences of full context length. Attention, the last term, is counted as whole T × T matrices; the causal half that is
    /// passed over is not taken off. Not counted are biases, norms, softmax, rotations and GELU, which touch each number a few times only.
    /// Source: Chowdhery et al. 2022, appendix B; Kaplan et al. 2020, table 1.</remarks>
    public long ForwardOperationCount =>
        checked(2 * ProductCount + 4L * LayerCount * AttendedCount);

    /// <summary>Floating-point operations of one training step for one token: three times <see cref="ForwardOperationCount"/>, as each product
    /// has two of its size in the backward pass.</summary>
    /// <remarks>The optimizer's are not counted: some dozen for each weight and step, however many tokens.</remarks>
    public long TrainingOperationCount => checked(3 * ForwardOperationCount);

    internal long PositionWeightCount =>
        Positions == PositionKind.Learned ? (long)ContextLength * ChannelCount : 0;

    internal long AttentionProductCount =>
        checked((long)ChannelCount * (2L * ChannelCount + 2L * KeyChannelCount));

    internal long AttentionWeightCount =>
        checked(AttentionProductCount + (HasBiases ? 2L * ChannelCount + 2L * KeyChannelCount : 0));

    internal long FeedForwardProductCount =>
        checked(FeedForwardMatrixCount * ChannelCount * HiddenCount);

    internal long FeedForwardWeightCount =>
        checked(
            FeedForwardProductCount
            + (HasBiases ? (FeedForwardMatrixCount - 1) * HiddenCount + ChannelCount : 0)
        );

    internal long NormWeightCount =>
        HasBiases && Norm == NormKind.LayerNorm ? 2L * ChannelCount : ChannelCount;

    internal long FeedForwardMatrixCount => FeedForward == FeedForwardKind.SwiGlu ? 3 : 2;

    // Multiply-adds per token with weights.
    private long ProductCount =>
        checked(
            LayerCount * (AttentionProductCount + FeedForwardProductCount)
            + (long)VocabularySize * ChannelCount
        );

    // Multiply-adds per token and layer of scores, and as many of mixing the values.
    private long AttendedCount => (long)ContextLength * ChannelCount;
}
