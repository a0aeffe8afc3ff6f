using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>What stands before attention, the feed-forward network and the head: LayerNorm or RMSNorm over the channels.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Normalization<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly NormKind kind;
    private readonly double epsilon;

    /// <summary>A normalisation with gain 1 and, where there is one, bias 0.</summary>
    /// <param name="config">Gives the channels, the kind, ε, and whether there are biases.</param>
    /// <exception cref="ArgumentException">The configuration is impossible, see <see cref="GptConfig.Validate"/>.</exception>
    public Normalization(GptConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        (kind, epsilon) = (config.Norm, config.LayerNormEpsilon);
        Weight = AddParameter("weight", Variable.Ones<T>([config.ChannelCount]));
        Bias =
            config.HasBiases && kind == NormKind.LayerNorm
                ? AddParameter("bias", Variable.Zeros<T>([config.ChannelCount]))
                : null;
    }

    /// <summary>The gain, (C).</summary>
    public Parameter<T> Weight { get; }

    /// <summary>The bias, (C), where there is one.</summary>
    public Parameter<T>? Bias { get; }

    /// <inheritdoc/>
    protected override string Attributes => kind.ToString();

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> x) =>
        kind == NormKind.RmsNorm
            ? x.RmsNorm(Weight, epsilon)
            : x.LayerNorm(Weight, Bias?.Value, epsilon);
}
