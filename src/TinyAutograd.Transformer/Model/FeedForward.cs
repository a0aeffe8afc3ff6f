using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>What each position does by itself: four times as wide, GELU, and back.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class FeedForward<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A feed-forward network of the given sizes, with GPT-2's initialisation.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="random">Draws the weights.</param>
    public FeedForward(GptConfig config, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(config);
        var c = config.ChannelCount;
        Hidden = AddModule("c_fc", new Projection<T>(c, 4 * c, random, Gpt.Weights<T>()));
        Output = AddModule(
            "c_proj",
            new Projection<T>(4 * c, c, random, Gpt.ResidualWeights<T>(config))
        );
    }

    /// <summary>C to 4C.</summary>
    public Projection<T> Hidden { get; }

    /// <summary>4C to C: writes to the residual stream.</summary>
    public Projection<T> Output { get; }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> x) // (B, T, C)
    {
        var hidden = Hidden.Forward(x).GeluTanh(); // (B, T, 4C)
        return Output.Forward(hidden); // (B, T, C)
    }
}
