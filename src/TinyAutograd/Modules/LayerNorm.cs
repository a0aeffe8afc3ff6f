using System.Numerics;

namespace TinyAutograd;

/// <summary>Layer normalization over the last axis: mean 0 and variance 1, then a gain and a bias, <c>y = (x − μ) / √(σ² + ε) ⊙ w + b</c>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameters: <c>weight</c> (C), at first 1, and <c>bias</c> (C), at first 0. Source: Ba, Kiros and Hinton 2016, eq. 4.</remarks>
public sealed class LayerNorm<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double epsilon;

    /// <summary>A normalization with gain 1 and bias 0.</summary>
    /// <param name="size">C, size of the last axis, ≥ 1.</param>
    /// <param name="epsilon">Added to the variance, ≥ 0.</param>
    /// <param name="hasBias">Whether b is added.</param>
    /// <exception cref="ArgumentException">The size is not positive, or more than a parameter holds, or ε negative.</exception>
    public LayerNorm(int size, double epsilon = 1e-5, bool hasBias = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        this.epsilon = epsilon;
        Weight = AddParameter("weight", Variable.Ones<T>([size]));
        Bias = hasBias ? AddParameter("bias", Variable.Zeros<T>([size])) : null;
    }

    /// <summary>The gain, (C).</summary>
    public Parameter<T> Weight { get; }

    /// <summary>The bias, (C), where there is one.</summary>
    public Parameter<T>? Bias { get; }

    /// <summary>Normalizes.</summary>
    /// <param name="x">(…, C).</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">The last axis is not C.</exception>
    public override Variable<T> Forward(Variable<T> x) => x.LayerNorm(Weight, Bias?.Value, epsilon);
}
