using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>What each position does by itself: wider, a GELU or a gate, and back.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class FeedForward<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly FeedForwardKind kind;

    /// <summary>A feed-forward network of the given sizes, with GPT-2's initialisation.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="random">Draws the weights.</param>
    /// <exception cref="ArgumentException">The configuration is impossible, see <see cref="GptConfig.Validate"/>.</exception>
    public FeedForward(GptConfig config, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        kind = config.FeedForward;
        var (c, f) = (config.ChannelCount, config.HiddenCount);
        Hidden = AddModule("c_fc", Wide());
        Gate = kind == FeedForwardKind.SwiGlu ? AddModule("c_gate", Wide()) : null;
        Output = AddModule(
            "c_proj",
            new Projection<T>(f, c, random, Gpt.ResidualWeights<T>(config), config.HasBiases)
        );

        Projection<T> Wide() => new(c, f, random, Gpt.Weights<T>(), config.HasBiases);
    }

    /// <summary>C to F.</summary>
    public Projection<T> Hidden { get; }

    /// <summary>C to F: what <see cref="Hidden"/> is multiplied by, behind a SiLU. Of SwiGLU only.</summary>
    public Projection<T>? Gate { get; }

    /// <summary>F to C: writes to the residual stream.</summary>
    public Projection<T> Output { get; }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> x) // (B, T, C)
    {
        var hidden = Activate(Hidden.Forward(x), Gate?.Forward(x)); // (B, T, F)
        return Output.Forward(hidden); // (B, T, C)
    }

    /// <summary>What <see cref="Output"/> reads.</summary>
    /// <param name="hidden">(…, F).</param>
    /// <param name="gate">(…, F), for SwiGLU.</param>
    internal Variable<T> Activate(Variable<T> hidden, Variable<T>? gate) =>
        kind switch
        {
            FeedForwardKind.Gelu => hidden.Gelu(),
            FeedForwardKind.SwiGlu => gate!.Silu() * hidden,
            _ => hidden.GeluTanh(),
        };
}
