using System.Numerics;

namespace TinyAutograd;

/// <summary>An affine map of the last axis, <c>y = x·Wᵀ + b</c>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameters: <c>weight</c> (O, I), <c>bias</c> (O).</remarks>
public sealed class Linear<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer with weights drawn at random.</summary>
    /// <param name="inputSize">I, size of the last axis of the input, ≥ 1.</param>
    /// <param name="outputSize">O, size of the last axis of the output, ≥ 1.</param>
    /// <param name="random">The generator; it moves on.</param>
    /// <param name="hasBias">Whether b is added.</param>
    /// <param name="weightInitializer">For the weight; uniform on ±1/√I unless told.</param>
    /// <param name="biasInitializer">For the bias; uniform on ±1/√I unless told.</param>
    /// <exception cref="ArgumentException">A size is not positive, or more than a parameter holds.</exception>
    public Linear(
        int inputSize,
        int outputSize,
        RandomGenerator random,
        bool hasBias = true,
        Initializer<T>? weightInitializer = null,
        Initializer<T>? biasInitializer = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputSize);
        ArgumentNullException.ThrowIfNull(random);
        var bound = 1 / Math.Sqrt(inputSize);
        var usual = Initializers.Uniform<T>(-bound, bound);
        Weight = AddParameter(
            "weight",
            (weightInitializer ?? usual)([outputSize, inputSize], random)
        );
        if (hasBias)
        {
            Bias = AddParameter("bias", (biasInitializer ?? usual)([outputSize], random));
        }
    }

    /// <summary>A layer that shares the weight of another module: a head tied to an embedding.</summary>
    /// <param name="weight">(O, I), used under the name <c>weight</c>.</param>
    /// <exception cref="ArgumentException">The weight is no matrix.</exception>
    public Linear(Parameter<T> weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Shape.Rank != 2)
        {
            throw new ArgumentException(
                $"Linear: the weight '{weight.Name}' {weight.Shape} must be a matrix (O, I).",
                nameof(weight)
            );
        }
        Weight = ShareParameter("weight", weight);
    }

    /// <summary>W, (O, I).</summary>
    public Parameter<T> Weight { get; }

    /// <summary>b, (O), where there is one.</summary>
    public Parameter<T>? Bias { get; }

    /// <summary>Computes <c>y = x·Wᵀ + b</c>.</summary>
    /// <param name="x">(…, I).</param>
    /// <returns>(…, O).</returns>
    /// <exception cref="ArgumentException">The last axis is not I.</exception>
    public override Variable<T> Forward(Variable<T> x) => x.Linear(Weight, Bias?.Value);
}
