using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>A linear map in GPT-2's layout, <c>y = x·W + b</c> with W of shape (in, out).</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Projection<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Weights drawn at random; biases, where there are any, 0.</summary>
    /// <param name="inputCount">Size of the last axis before.</param>
    /// <param name="outputCount">Size of the last axis after.</param>
    /// <param name="random">Draws the weights.</param>
    /// <param name="initializer">How the weights are drawn.</param>
    /// <param name="hasBias">Whether b is added.</param>
    /// <exception cref="ArgumentException">A size is negative, or more than a parameter holds.</exception>
    public Projection(
        int inputCount,
        int outputCount,
        RandomGenerator random,
        Initializer<T> initializer,
        bool hasBias = true
    )
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(initializer);
        Weight = AddParameter("weight", initializer([inputCount, outputCount], random));
        Bias = hasBias ? AddParameter("bias", Variable.Zeros<T>([outputCount])) : null;
    }

    /// <summary>W, shape (in, out).</summary>
    public Parameter<T> Weight { get; }

    /// <summary>b, shape (out), where there is one.</summary>
    public Parameter<T>? Bias { get; }

    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> x) =>
        x.Linear(Weight, Bias?.Value, transposeWeight: false);
}
