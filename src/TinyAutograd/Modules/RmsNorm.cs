using System.Numerics;

namespace TinyAutograd;

/// <summary>Root-mean-square normalization over the last axis, <c>y = x / √(mean(x²) + ε) ⊙ w</c>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameter: <c>weight</c> (C), at first 1. Source: Zhang and Sennrich 2019, eq. 4.</remarks>
public sealed class RmsNorm<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double epsilon;

    /// <summary>A normalization with gain 1.</summary>
    /// <param name="size">C, size of the last axis, ≥ 1.</param>
    /// <param name="epsilon">Added to the mean square, ≥ 0.</param>
    /// <exception cref="ArgumentException">The size is not positive, or more than a parameter holds, or ε negative.</exception>
    public RmsNorm(int size, double epsilon = 1e-5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        this.epsilon = epsilon;
        Weight = AddParameter("weight", Variable.Ones<T>([size]));
    }

    /// <summary>The gain, (C).</summary>
    public Parameter<T> Weight { get; }

    /// <summary>Normalizes.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">The last axis is not C.</exception>
    public override Variable<T> Forward(Variable<T> x) => x.RmsNorm(Weight, epsilon);
}
