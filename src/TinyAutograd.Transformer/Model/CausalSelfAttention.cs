using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Every position looks back: it asks (query), is asked (key), and hands over what it has (value), in H heads side by side.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Source: Vaswani et al. 2017, section 3.2, with the causal mask of GPT; heads that share keys and values as in Ainslie et al. 2023.</remarks>
public sealed class CausalSelfAttention<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly GptConfig config;

    /// <summary>Attention of the given sizes, with GPT-2's initialisation.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="random">Draws the weights.</param>
    /// <exception cref="ArgumentException">The configuration is impossible, see <see cref="GptConfig.Validate"/>.</exception>
    public CausalSelfAttention(GptConfig config, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        this.config = config;
        var (c, k) = (config.ChannelCount, config.KeyChannelCount);
        QueryKeyValue = AddModule(
            "c_attn",
            new Projection<T>(c, c + 2 * k, random, Gpt.Weights<T>(), config.HasBiases)
        );
        Output = AddModule(
            "c_proj",
            new Projection<T>(c, c, random, Gpt.ResidualWeights<T>(config), config.HasBiases)
        );
    }

    /// <summary>H, number of heads; head h has the columns h·D…(h + 1)·D of queries and of <see cref="Output"/>'s input.</summary>
    public int HeadCount => config.HeadCount;

    /// <summary>Number of heads of keys and values. It divides H; so many heads in a row share one.</summary>
    public int KeyValueHeadCount => config.KeyValueHeadCount ?? config.HeadCount;

    /// <summary>Queries, keys and values in one product: columns 0…C, C…C + K and C + K…C + 2K.</summary>
    public Projection<T> QueryKeyValue { get; }

    /// <summary>Mixes what the heads found and writes it to the residual stream.</summary>
    public Projection<T> Output { get; }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> x) // (B, T, C)
    {
        var qkv = Rotate(QueryKeyValue.Forward(x)); // (B, T, C + 2K)
        return Output.Forward(Attend(qkv)); // (B, T, C)
    }

    /// <summary>Who looks where: the probabilities that <see cref="Forward"/> weighs the values with.</summary>
    /// <param name="x">Shape (B, T, C).</param>
    /// <returns>Shape (B, H, T, T): in the row of a position the columns that it looks at; rows sum to 1, later columns are 0.</returns>
    /// <exception cref="ArgumentException">The last axis is not C.</exception>
    public Variable<T> Pattern(Variable<T> x)
    {
        var qkv = Rotate(QueryKeyValue.Forward(x)); // (B, T, C + 2K)
        return WithKeysOfItsOwn(qkv).CausalSelfAttentionProbabilities(HeadCount); // (B, H, T, T)
    }

    /// <summary>Turns queries and keys by their positions where these are rotary; values stay.</summary>
    /// <param name="qkv">(B, T, C + 2K).</param>
    internal Variable<T> Rotate(Variable<T> qkv)
    {
        if (config.Positions != PositionKind.Rotary)
        {
            return qkv;
        }
        var (width, turned) = (qkv.Shape[-1], config.ChannelCount + config.KeyChannelCount);
        var turning = Heads(qkv.Slice(-1, 0, turned)) // (B, H + heads of keys, T, D)
            .RotaryEmbedding(frequencyBase: config.RotaryBase);
        return VariableOps.Cat([Joined(turning), qkv.Slice(-1, turned, width)], axis: -1);
    }

    /// <summary>Per head softmax(q·kᵀ / √D)·v, the heads side by side.</summary>
    /// <param name="qkv">(B, T, C + 2K), rotated already.</param>
    /// <returns>(B, T, C).</returns>
    internal Variable<T> Attend(Variable<T> qkv) =>
        WithKeysOfItsOwn(qkv).CausalSelfAttention(HeadCount);

    /// <summary>What remembers the keys and values of the positions so far.</summary>
    internal KeyValueMemory<T> Memory() =>
        new(
            config.ContextLength,
            config.HeadCount,
            config.HeadSize,
            config.KeyValueHeadCount,
            config.Positions == PositionKind.Rotary ? config.RotaryBase : null
        );

    /// <summary>Remembers the key and the value of the position that follows.</summary>
    /// <param name="qkv">Its row of <see cref="QueryKeyValue"/>: C + 2K numbers, not rotated.</param>
    /// <param name="memory">Has all positions before it.</param>
    internal void Remember(ReadOnlySpan<T> qkv, KeyValueMemory<T> memory)
    {
        var (c, k) = (config.ChannelCount, config.KeyChannelCount);
        memory.Add(qkv.Slice(c, k), qkv.Slice(c + k, k));
    }

    /// <summary>Remembers the position that follows, and looks back from it: <see cref="Attend"/> of one query.</summary>
    /// <param name="qkv">Its row of <see cref="QueryKeyValue"/>: C + 2K numbers, not rotated.</param>
    /// <param name="memory">Has all positions before it.</param>
    /// <param name="found">C numbers: what the heads found, side by side.</param>
    internal void LookBack(ReadOnlySpan<T> qkv, KeyValueMemory<T> memory, Span<T> found)
    {
        Remember(qkv, memory);
        memory.Attend(qkv[..config.ChannelCount], found);
    }

    /// <summary>Queries, keys and values by heads: (B, H, T, D) each, where heads share keys and values these once for each head.</summary>
    internal (Variable<T> Query, Variable<T> Key, Variable<T> Value) Parts(Variable<T> qkv) // (B, T, C + 2K)
    {
        var parts = WithKeysOfItsOwn(qkv).Chunk(3, axis: -1); // 3 of (B, T, C)
        return (Heads(parts[0]), Heads(parts[1]), Heads(parts[2]));
    }

    /// <summary>Heads side by side again.</summary>
    /// <param name="z">(B, H, T, D).</param>
    /// <returns>(B, T, C).</returns>
    internal static Variable<T> Joined(Variable<T> z) =>
        z.Permute(0, 2, 1, 3).Reshape(Shape.Of(z.Shape[0], z.Shape[2], z.Shape[1] * z.Shape[3]));

    /// <summary>The columns of <see cref="QueryKeyValue"/> that make the queries (part 0), keys (1) or values (2) of a head.</summary>
    internal Range Columns(int part, int head)
    {
        var (size, shared) = (config.HeadSize, head / (HeadCount / KeyValueHeadCount));
        var start =
            part == 0
                ? head * size
                : config.ChannelCount + (part - 1) * config.KeyChannelCount + shared * size;
        return start..(start + size);
    }

    // The fused op wants as many keys as queries: (B, T, C + 2K) to (B, T, 3C), by copying where heads share.
    private Variable<T> WithKeysOfItsOwn(Variable<T> qkv)
    {
        if (KeyValueHeadCount == HeadCount)
        {
            return qkv;
        }
        var (batches, length, width) = (qkv.Shape[0], qkv.Shape[1], qkv.Shape[2]);
        var (c, size) = (config.ChannelCount, config.HeadSize);
        var (heads, sharing) = (2 * KeyValueHeadCount, HeadCount / KeyValueHeadCount);
        var repeated = qkv.Slice(-1, c, width) // (B, T, 2K)
            .Reshape(Shape.Of(batches, length, heads, 1, size))
            .Expand(Shape.Of(batches, length, heads, sharing, size))
            .Reshape(Shape.Of(batches, length, 2 * c)); // keys of all heads, then values of all heads
        return VariableOps.Cat([qkv.Slice(-1, 0, c), repeated], axis: -1);
    }

    // (B, T, heads · D) to (B, heads, T, D)
    private Variable<T> Heads(Variable<T> x) =>
        x.Reshape(Shape.Of(x.Shape[0], x.Shape[1], x.Shape[2] / config.HeadSize, config.HeadSize))
            .Permute(0, 2, 1, 3);
}
