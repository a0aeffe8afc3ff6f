using System.Numerics;

namespace TinyAutograd;

/// <summary>Attention of several heads: queries, keys and values are projected, each head mixes values by <c>softmax(q·kᵀ/√D)</c> over its own columns, and
/// the heads side by side are projected once more.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameters as PyTorch names and stores them: <c>in_proj_weight</c> (3C, C), Xavier-uniform, and <c>in_proj_bias</c> (3C), 0: queries, keys, values;
/// <c>out_proj.weight</c> (C, C), <c>out_proj.bias</c> (C), 0. Source: Vaswani et al. 2017, section 3.2.2.</remarks>
public sealed class MultiHeadAttention<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Parameter<T> weight;
    private readonly Parameter<T>? bias;
    private readonly Linear<T> output;
    private readonly Dropout<T>? dropout;

    /// <summary>Attention with weights drawn at random.</summary>
    /// <param name="channelCount">C, size of the last axis, ≥ 1.</param>
    /// <param name="headCount">H ≥ 1; divides C.</param>
    /// <param name="random">The generator; it moves on, with dropout also in each training pass.</param>
    /// <param name="hasBias">Whether the projections have biases.</param>
    /// <param name="dropout">Probability, in [0, 1), that a query does not see a key in training.</param>
    /// <exception cref="ArgumentException">The heads do not divide the channels, a number is not positive, or the probability not in [0, 1).</exception>
    public MultiHeadAttention(
        int channelCount,
        int headCount,
        RandomGenerator random,
        bool hasBias = true,
        double dropout = 0
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channelCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(headCount);
        ArgumentNullException.ThrowIfNull(random);
        if (channelCount % headCount != 0)
        {
            throw new ArgumentException(
                $"MultiHeadAttention: {channelCount} channels cannot be divided among {headCount} heads."
            );
        }
        (ChannelCount, HeadCount) = (channelCount, headCount);
        var xavier = Initializers.XavierUniform<T>();
        weight = AddParameter("in_proj_weight", xavier([3 * channelCount, channelCount], random));
        bias = hasBias ? AddParameter("in_proj_bias", Variable.Zeros<T>([3 * channelCount])) : null;
        output = AddModule(
            "out_proj",
            new Linear<T>(
                channelCount,
                channelCount,
                random,
                hasBias,
                biasInitializer: Initializers.Zeros<T>()
            )
        );
        if (dropout != 0)
        {
            this.dropout = AddModule("dropout", new Dropout<T>(dropout, random));
        }
    }

    /// <summary>C, size of the last axis.</summary>
    public int ChannelCount { get; }

    /// <summary>H, number of heads.</summary>
    public int HeadCount { get; }

    /// <inheritdoc/>
    protected override string Attributes => $"channels: {ChannelCount}, heads: {HeadCount}";

    /// <summary>Attention of sequences to themselves.</summary>
    /// <param name="x">(B, T, C).</param>
    /// <returns>(B, T, C).</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public override Variable<T> Forward(Variable<T> x) => Forward(x, mask: null);

    /// <summary>Attention of sequences to themselves, where a mask allows it.</summary>
    /// <param name="x">(B, T, C).</param>
    /// <param name="mask">True where a position (last axis but one) may look at another (last axis): (T, T), (B, T, T) or (B, H, T, T), where an
    /// axis of size 1 stands for all. A position that may look at none takes 0 from all. Everywhere unless given.</param>
    /// <param name="isCausal">Whether a position sees only positions up to its own.</param>
    /// <returns>(B, T, C).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Variable<T> Forward(Variable<T> x, Mask? mask, bool isCausal = false)
    {
        ThrowIfUnfit(x, nameof(x));
        var qkv = x.Linear(weight, bias?.Value); // (B, T, 3C)
        return Attend(Part(qkv, 0), Part(qkv, 1), Part(qkv, 2), mask, isCausal);
    }

    /// <summary>Attention of sequences to others.</summary>
    /// <param name="query">(B, Lq, C).</param>
    /// <param name="key">(B, Lk, C).</param>
    /// <param name="value">(B, Lk, C).</param>
    /// <param name="mask">True where a query may look at a key: (Lq, Lk), (B, Lq, Lk) or (B, H, Lq, Lk), where an axis of size 1 stands for all.
    /// Everywhere unless given.</param>
    /// <param name="isCausal">Whether query i sees only keys up to i; Lq = Lk is needed then.</param>
    /// <returns>(B, Lq, C).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Variable<T> Forward(
        Variable<T> query,
        Variable<T> key,
        Variable<T> value,
        Mask? mask = null,
        bool isCausal = false
    )
    {
        ThrowIfUnfit(query, nameof(query));
        ThrowIfUnfit(key, nameof(key));
        ThrowIfUnfit(value, nameof(value));
        return Attend(Projected(query, 0), Projected(key, 1), Projected(value, 2), mask, isCausal);
    }

    // q, k, v: (B, L, C).
    private Variable<T> Attend(
        Variable<T> q,
        Variable<T> k,
        Variable<T> v,
        Mask? mask,
        bool isCausal
    )
    {
        (q, k, v) = (Heads(q), Heads(k), Heads(v)); // (B, H, L, D)
        mask = mask?.Rank == 3 ? mask.Reshape(mask.Shape.Insert(1)) : mask; // the same for all heads
        Variable<T> z; // (B, H, Lq, D)
        if (dropout is { IsTraining: true })
        {
            AttentionOp<T>.BatchOf(q.Shape, k.Shape, v.Shape, isCausal, keyCount: null);
            var attention = new AttentionOp<T>(isCausal, scale: null, keyCount: null);
            z = dropout.Forward(attention.Probabilities(q, k, mask)).MatMul(v);
        }
        else
        {
            z = q.ScaledDotProductAttention(k, v, isCausal, mask: mask);
        }
        return output.Forward(z.Permute(0, 2, 1, 3).Flatten(2)); // (B, Lq, C)
    }

    private Variable<T> Heads(Variable<T> x) =>
        x.Reshape([x.Shape[0], x.Shape[1], HeadCount, ChannelCount / HeadCount])
            .Permute(0, 2, 1, 3);

    /// <summary>Queries (0), keys (1) or values (2) of one input.</summary>
    private Variable<T> Projected(Variable<T> x, int part) =>
        x.Linear(
            weight.Value.Slice(0, part * ChannelCount, (part + 1) * ChannelCount),
            bias?.Value.Slice(0, part * ChannelCount, (part + 1) * ChannelCount)
        );

    private Variable<T> Part(Variable<T> qkv, int part) =>
        qkv.Slice(-1, part * ChannelCount, (part + 1) * ChannelCount);

    private void ThrowIfUnfit(Variable<T> x, string name)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        if (x.Rank != 3 || x.Shape[2] != ChannelCount)
        {
            throw new ArgumentException(
                $"MultiHeadAttention: {name} {x.Shape} must be (B, T, {ChannelCount})."
            );
        }
    }
}
