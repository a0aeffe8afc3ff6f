using System.Numerics;

namespace TinyAutograd;

/// <summary>A layer of a transformer's encoder: attention of the sequences to themselves, then a feed-forward network.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameters as PyTorch names them: <c>self_attn.…</c> (see <see cref="MultiHeadAttention{T}"/>), <c>linear1.…</c>, <c>linear2.…</c>,
/// <c>norm1.…</c>, <c>norm2.…</c>. With <c>isCausal</c> it is a layer of a GPT.
/// Source: Vaswani et al. 2017, section 3; Xiong et al. 2020 for pre-norm.</remarks>
public sealed class TransformerEncoderLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TransformerBranches<T> branches;

    /// <summary>A layer with weights drawn at random.</summary>
    /// <param name="channelCount">C, size of the last axis, ≥ 1.</param>
    /// <param name="headCount">H ≥ 1; divides C.</param>
    /// <param name="hiddenCount">Width of the feed-forward network, ≥ 1; 4C is usual.</param>
    /// <param name="random">The generator; it moves on, with dropout also in each training pass.</param>
    /// <param name="dropout">Probability in [0, 1): of probabilities of attention, hidden units and outputs of branches.</param>
    /// <param name="isPreNorm">Whether a branch normalizes what it reads, not the sum.</param>
    /// <param name="activation">Of the feed-forward network; ReLU unless told.</param>
    /// <exception cref="ArgumentException">The heads do not divide the channels, a number is not positive, or the probability not in [0, 1).</exception>
    public TransformerEncoderLayer(
        int channelCount,
        int headCount,
        int hiddenCount,
        RandomGenerator random,
        double dropout = 0,
        bool isPreNorm = false,
        Func<Variable<T>, Variable<T>>? activation = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hiddenCount);
        branches = new TransformerBranches<T>(
            (channelCount, headCount, hiddenCount),
            random,
            dropout,
            isPreNorm,
            activation,
            attentionNames: ["self_attn"]
        );
        foreach (var (name, module) in branches.Modules)
        {
            AddModule(name, module);
        }
    }

    /// <inheritdoc/>
    protected override string Attributes => branches.Attributes;

    /// <inheritdoc cref="Forward(Variable{T}, Mask?, bool)"/>
    public override Variable<T> Forward(Variable<T> x) => Forward(x, mask: null);

    /// <summary>Computes the layer.</summary>
    /// <param name="x">(B, T, C).</param>
    /// <param name="mask">Where a position may look, see <see cref="MultiHeadAttention{T}.Forward(Variable{T}, Mask?, bool)"/>.</param>
    /// <param name="isCausal">Whether a position sees only positions up to its own.</param>
    /// <returns>(B, T, C).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Variable<T> Forward(Variable<T> x, Mask? mask, bool isCausal = false)
    {
        x = branches.AddAttention(0, x, (self, x) => self.Forward(x, mask, isCausal));
        return branches.AddFeedForward(x);
    }
}
