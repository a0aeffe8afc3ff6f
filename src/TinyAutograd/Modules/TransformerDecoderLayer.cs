using System.Numerics;

namespace TinyAutograd;

/// <summary>A layer of a transformer's decoder: attention of the sequences to themselves, then to the encoder's output, then a feed-forward network.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameters as PyTorch names them: <c>self_attn.…</c>, <c>multihead_attn.…</c> (see <see cref="MultiHeadAttention{T}"/>), <c>linear1.…</c>,
/// <c>linear2.…</c>, <c>norm1.…</c> to <c>norm3.…</c>. Source: Vaswani et al. 2017, section 3; Xiong et al. 2020 for
/// pre-norm.</remarks>
public sealed class TransformerDecoderLayer<T> : Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TransformerBranches<T> branches;

    /// <summary>A layer with weights drawn at random.</summary>
    /// <inheritdoc cref="TransformerEncoderLayer{T}(int, int, int, RandomGenerator, double, bool, Func{Variable{T}, Variable{T}}?)"/>
    public TransformerDecoderLayer(
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
            attentionNames: ["self_attn", "multihead_attn"]
        );
        foreach (var (name, module) in branches.Modules)
        {
            AddModule(name, module);
        }
    }

    /// <inheritdoc/>
    protected override string Attributes => branches.Attributes;

    /// <summary>Computes the layer.</summary>
    /// <param name="x">(B, T, C), what has been decoded so far.</param>
    /// <param name="memory">(B, S, C), the encoder's output.</param>
    /// <param name="mask">Where a position may look at others, see <see cref="MultiHeadAttention{T}.Forward(Variable{T}, Mask?, bool)"/>.</param>
    /// <param name="memoryMask">Where a position may look in the memory: (T, S), (B, T, S) or (B, H, T, S), where an axis of size 1 stands for all.</param>
    /// <param name="isCausal">Whether a position sees only positions up to its own.</param>
    /// <returns>(B, T, C).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Variable<T> Forward(
        Variable<T> x,
        Variable<T> memory,
        Mask? mask = null,
        Mask? memoryMask = null,
        bool isCausal = true
    )
    {
        ArgumentNullException.ThrowIfNull(memory);
        x = branches.AddAttention(0, x, (self, x) => self.Forward(x, mask, isCausal));
        x = branches.AddAttention(1, x, (cross, x) => cross.Forward(x, memory, memory, memoryMask));
        return branches.AddFeedForward(x);
    }
}
