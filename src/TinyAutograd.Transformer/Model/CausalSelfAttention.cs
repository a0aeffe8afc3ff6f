using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Every position looks back: it asks (query), is asked (key), and hands over what it has (value), in H heads side by side.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Source: Vaswani et al. 2017, section 3.2, with the causal mask of GPT.</remarks>
public sealed class CausalSelfAttention<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Attention of the given sizes, with GPT-2's initialisation.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="random">Draws the weights.</param>
    public CausalSelfAttention(GptConfig config, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(config);
        HeadCount = config.HeadCount;
        var c = config.ChannelCount;
        QueryKeyValue = AddModule("c_attn", new Projection<T>(c, 3 * c, random, Gpt.Weights<T>()));
        Output = AddModule(
            "c_proj",
            new Projection<T>(c, c, random, Gpt.ResidualWeights<T>(config))
        );
    }

    /// <summary>H, number of heads; head h has the columns h·D…(h + 1)·D of queries, keys, values and <see cref="Output"/>'s input.</summary>
    public int HeadCount { get; }

    /// <summary>Queries, keys and values in one product: columns 0…C, C…2C and 2C…3C.</summary>
    public Projection<T> QueryKeyValue { get; }

    /// <summary>Mixes what the heads found and writes it to the residual stream.</summary>
    public Projection<T> Output { get; }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> x) // (B, T, C)
    {
        var qkv = QueryKeyValue.Forward(x); // (B, T, 3C)
        var y = qkv.CausalSelfAttention(HeadCount); // per head softmax(q·kᵀ / √D)·v, joined: (B, T, C)
        return Output.Forward(y); // (B, T, C)
    }

    /// <summary>Who looks where: the probabilities that <see cref="Forward"/> weighs the values with.</summary>
    /// <param name="x">Shape (B, T, C).</param>
    /// <returns>Shape (B, H, T, T): in the row of a position the columns that it looks at; rows sum to 1, later columns are 0.</returns>
    public Variable<T> Pattern(Variable<T> x) =>
        QueryKeyValue.Forward(x).CausalSelfAttentionProbabilities(HeadCount);
}
