using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>One block: attention and a feed-forward network, each reading the normalised residual stream and adding to it.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Pre-norm, as in GPT-2 (Radford et al. 2019).</remarks>
public sealed class TransformerBlock<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A block of the given sizes, with GPT-2's initialisation.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="random">Draws the weights.</param>
    public TransformerBlock(GptConfig config, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(config);
        AttentionNorm = AddModule(
            "ln_1",
            new LayerNorm<T>(config.ChannelCount, config.LayerNormEpsilon)
        );
        Attention = AddModule("attn", new CausalSelfAttention<T>(config, random));
        FeedForwardNorm = AddModule(
            "ln_2",
            new LayerNorm<T>(config.ChannelCount, config.LayerNormEpsilon)
        );
        FeedForward = AddModule("mlp", new FeedForward<T>(config, random));
    }

    /// <summary>Normalises what attention reads.</summary>
    public LayerNorm<T> AttentionNorm { get; }

    /// <summary>Moves information between positions.</summary>
    public CausalSelfAttention<T> Attention { get; }

    /// <summary>Normalises what the feed-forward network reads.</summary>
    public LayerNorm<T> FeedForwardNorm { get; }

    /// <summary>Works on each position by itself.</summary>
    public FeedForward<T> FeedForward { get; }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> x) // (B, T, C)
    {
        x += Attention.Forward(AttentionNorm.Forward(x)); // (B, T, C)
        x += FeedForward.Forward(FeedForwardNorm.Forward(x)); // (B, T, C)
        return x;
    }
}
