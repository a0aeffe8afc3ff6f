using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Standard deviation over axes, <c>y = √(Σ (x − mean)² / (n − correction))</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes to reduce: all unless told, one (<c>1</c>), or several (<c>[0, -1]</c>).</param>
    /// <param name="keepDims">Whether a reduced axis stays, with size 1.</param>
    /// <param name="correction">What is subtracted from the number of elements, ≥ 0: 1 for a sample (the default), 0 for a population.</param>
    /// <returns>The shape without the reduced axes; NaN where <c>n ≤ correction</c>.</returns>
    /// <exception cref="ArgumentException">No such axis, an axis named twice, or a negative correction.</exception>
    /// <remarks>Gradient: <c>dx = dy ⊙ (x − mean) / ((n − correction)·y)</c>. At a deviation of 0 there is a kink: the gradient is 0 there.</remarks>
    public static Variable<T> Std<T>(
        this Variable<T> x,
        Axes axes = default,
        bool keepDims = false,
        int correction = 1
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Correction.ThrowIfNegative("Std", correction);
        return new StdOp<T>(axes, keepDims, correction).Apply(x);
    }
}

internal sealed class StdOp<T>(Axes axes, bool keepDims, int correction)
    : ReductionOp<T>(axes, keepDims)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "std";

    public override string Attributes => $"{base.Attributes}, correction: {correction}";

    protected override string Method => "Std";

    protected override void Forward(ReadOnlySpan<T> x, Group group, Span<T> y)
    {
        var divisor = VarOp<T>.DivisorOf(group, correction);
        Spread.Variance(x, group.Shape, group.Mask, group.Kept, group.Count, divisor, y);
        TensorPrimitives.Sqrt(y, y);
    }

    protected override Variable<T> Backward(
        Variable<T> x,
        Variable<T> y,
        Variable<T> dy,
        Group group
    )
    {
        var divisor = VarOp<T>.DivisorOf(group, correction);
        var slope = dy / (y.AsSpan().Contains(T.Zero) ? y + InfinityAtZero(y) : y);
        return slope.Reshape(group.Kept) / divisor * (x - VarOp<T>.MeanOf(x, group));
    }

    // A divisor of infinity makes the gradient 0 where the deviation is 0, at any order.
    private static Variable<T> InfinityAtZero(Variable<T> y)
    {
        var constant = Constants.Uninitialised<T>(y.Shape, out var values);
        var deviations = y.AsSpan();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = T.IsZero(deviations[i]) ? T.PositiveInfinity : T.Zero;
        }
        return constant;
    }
}
