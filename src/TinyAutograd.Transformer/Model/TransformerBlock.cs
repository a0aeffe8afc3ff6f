using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>One block: attention and a feed-forward network, each reading the normalised residual stream and adding to it.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Pre-norm, as in GPT-2 (Radford et al. 2019).</remarks>
public sealed class TransformerBlock<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double dropoutRate;

    /// <summary>A block of the given sizes, with GPT-2's initialisation.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="random">Draws the weights.</param>
    /// <exception cref="ArgumentException">The configuration is impossible, see <see cref="GptConfig.Validate"/>.</exception>
    public TransformerBlock(GptConfig config, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        dropoutRate = config.DropoutRate;
        AttentionNorm = AddModule("ln_1", new Normalization<T>(config));
        Attention = AddModule("attn", new CausalSelfAttention<T>(config, random));
        FeedForwardNorm = AddModule("ln_2", new Normalization<T>(config));
        FeedForward = AddModule("mlp", new FeedForward<T>(config, random));
    }

    /// <summary>Normalises what attention reads.</summary>
    public Normalization<T> AttentionNorm { get; }

    /// <summary>Moves information between positions.</summary>
    public CausalSelfAttention<T> Attention { get; }

    /// <summary>Normalises what the feed-forward network reads.</summary>
    public Normalization<T> FeedForwardNorm { get; }

    /// <summary>Works on each position by itself.</summary>
    public FeedForward<T> FeedForward { get; }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> x) => Forward(x, dropout: null);

    /// <summary>Computes the block, in training with dropout.</summary>
    /// <param name="x">(B, T, C).</param>
    /// <param name="dropout">Decides what is dropped, and moves on; nothing is dropped without one.</param>
    /// <returns>(B, T, C).</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public Variable<T> Forward(Variable<T> x, RandomGenerator? dropout)
    {
        x += Drop(Attention.Forward(AttentionNorm.Forward(x))); // (B, T, C)
        x += Drop(FeedForward.Forward(FeedForwardNorm.Forward(x))); // (B, T, C)
        return x;

        Variable<T> Drop(Variable<T> y) => dropout is null ? y : y.Dropout(dropoutRate, dropout);
    }

    /// <summary>What attention asks and is asked: the block up to where positions meet.</summary>
    /// <param name="x">(B, T, C).</param>
    /// <returns>(B, T, C + 2K).</returns>
    internal Variable<T> Ask(Variable<T> x) =>
        Attention.QueryKeyValue.Forward(AttentionNorm.Forward(x)); // (B, T, C + 2K)

    /// <summary>The block from where positions have met.</summary>
    /// <param name="x">What entered the block, (B, T, C).</param>
    /// <param name="found">What the heads found, side by side, (B, T, C).</param>
    /// <returns>(B, T, C).</returns>
    internal Variable<T> Continue(Variable<T> x, Variable<T> found)
    {
        x += Attention.Output.Forward(found); // (B, T, C)
        x += FeedForward.Forward(FeedForwardNorm.Forward(x)); // (B, T, C)
        return x;
    }
}
