using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Every element kept within bounds, <c>y = min(max(x, min), max)</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="min">The lower bound, or none.</param>
    /// <param name="max">The upper bound, or none.</param>
    /// <returns>The shape of <paramref name="x"/>; values in [min, max]. NaN stays NaN.</returns>
    /// <exception cref="ArgumentException">There is no bound, a bound is NaN, or <paramref name="min"/> exceeds
    /// <paramref name="max"/>.</exception>
    /// <remarks>Gradient: <c>dx = dy</c> inside and exactly at the bounds, 0 outside. NaN lets the gradient through.</remarks>
    public static Variable<T> Clamp<T>(this Variable<T> x, T? min = null, T? max = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (min is null && max is null)
        {
            throw new ArgumentException("Clamp: at least one of min and max must be given.");
        }
        var (low, high) = (min ?? T.NegativeInfinity, max ?? T.PositiveInfinity);
        if (!(low <= high))
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Clamp: min {low} must be at most max {high}."
                )
            );
        }
        return new ClampOp<T>(low, high).Apply(x);
    }
}

internal sealed class ClampOp<T>(T min, T max) : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "clamp";

    public override string Attributes =>
        string.Create(CultureInfo.InvariantCulture, $"min: {min}, max: {max}");

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Max(x, min, y);
        TensorPrimitives.Min(y, max, y);
    }

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        ((x < min) | (x > max)).Where(Variable.Of(T.Zero), dy);

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    ) => ElementwiseKernels.Map(new ClampGradient<T>(min, max), x, y, dy, dx);
}
