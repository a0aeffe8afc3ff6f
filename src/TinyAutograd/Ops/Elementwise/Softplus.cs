using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Smooth rectifier, <c>y = ln(1 + e^(βx)) / β</c>, and <c>y = x</c> where <c>βx</c> is above the threshold.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="beta">The sharpness β &gt; 0; 1 unless told.</param>
    /// <param name="threshold">Where the linear part begins; 20 unless told. Infinity: nowhere. The formula itself never overflows.</param>
    /// <returns>The shape of <paramref name="x"/>; values ≥ 0. NaN stays NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is not positive, or <paramref name="threshold"/> is NaN.</exception>
    /// <remarks>Gradient: <c>dx = dy ⊙ σ(βx)</c>, and <c>dx = dy</c> above the threshold. At the threshold the value jumps by
    /// <c>ln(1 + e^(−threshold)) / β</c>, 2e-9 unless told otherwise.</remarks>
    public static Variable<T> Softplus<T>(this Variable<T> x, T? beta = null, T? threshold = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sharpness = beta ?? T.One;
        if (!(sharpness > T.Zero))
        {
            throw new ArgumentOutOfRangeException(
                nameof(beta),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Softplus: beta must be positive, not {sharpness}."
                )
            );
        }
        var linearAbove = threshold ?? T.CreateTruncating(20);
        if (T.IsNaN(linearAbove))
        {
            throw new ArgumentOutOfRangeException(
                nameof(threshold),
                "Softplus: threshold must be a number, not NaN."
            );
        }
        return new SoftplusOp<T>(sharpness, linearAbove).Apply(x);
    }
}

internal sealed class SoftplusOp<T>(T beta, T threshold) : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly SelectAbove<T> selectLinear = new(threshold, beta);

    public override string Name => "softplus";

    public override string Attributes =>
        string.Create(CultureInfo.InvariantCulture, $"beta: {beta}, threshold: {threshold}");

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Multiply(x, beta, y);
        SpecialFunctions.Softplus(y, y);
        TensorPrimitives.Divide(y, beta, y);
        ElementwiseKernels.Map(selectLinear, x, x, y, y);
    }

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy)
    {
        var scaled = x * beta;
        return (scaled > threshold).Where(dy, dy * scaled.Sigmoid());
    }

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    )
    {
        TensorPrimitives.Multiply(x, beta, dx);
        SpecialFunctions.Sigmoid(dx, dx);
        TensorPrimitives.Multiply(dx, dy, dx);
        ElementwiseKernels.Map(selectLinear, x, dy, dx, dx);
    }
}
