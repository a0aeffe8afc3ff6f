using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>A linear map in GPT-2's layout, <c>y = x·W + b</c> with W of shape (in, out).</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Projection<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Weights drawn at random, biases 0.</summary>
    /// <param name="inputCount">Size of the last axis before.</param>
    /// <param name="outputCount">Size of the last axis after.</param>
    /// <param name="random">Draws the weights.</param>
    /// <param name="initializer">How the weights are drawn.</param>
    public Projection(
        int inputCount,
        int outputCount,
        RandomGenerator random,
        Initializer<T> initializer
    )
    {
        ArgumentNullException.ThrowIfNull(initializer);
        Weight = AddParameter("weight", initializer([inputCount, outputCount], random));
        Bias = AddParameter("bias", Variable.Zeros<T>([outputCount]));
    }

    /// <summary>W, shape (in, out).</summary>
    public Parameter<T> Weight { get; }

    /// <summary>b, shape (out).</summary>
    public Parameter<T> Bias { get; }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> x) =>
        x.Linear(Weight, Bias, transposeWeight: false);
}
