using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Logarithm of the sum of exponentials over axes, <c>y = ln Σ eˣ</c>, without overflow. Over nothing it is −∞.</summary>
    /// <param name="x">Any shape. Only −∞ gives −∞, a +∞ gives +∞, a NaN gives NaN.</param>
    /// <param name="axes">The axes to reduce: all unless told, one (<c>1</c>), or several (<c>[0, -1]</c>).</param>
    /// <param name="keepDims">Whether a reduced axis stays, with size 1.</param>
    /// <returns>The shape without the reduced axes.</returns>
    /// <exception cref="ArgumentException">No such axis, or an axis named twice.</exception>
    /// <remarks>Gradient: <c>dx = dy ⊙ e^(x − y)</c>, the softmax of x. It is 0 where y is −∞, and NaN at a +∞ of x.</remarks>
    public static Variable<T> LogSumExp<T>(
        this Variable<T> x,
        Axes axes = default,
        bool keepDims = false
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new LogSumExpOp<T>(axes, keepDims).Apply(x);
}

internal sealed class LogSumExpOp<T>(Axes axes, bool keepDims) : ReductionOp<T>(axes, keepDims)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // −∞ as y would make −∞ − y NaN; this bound keeps it −∞, whose exponential is 0.
    private static readonly T Lowest = T.BitIncrement(T.NegativeInfinity);

    public override string Name => "logSumExp";

    protected override string Method => "LogSumExp";

    protected override bool HasBackwardKernel => true;

    protected override void Forward(ReadOnlySpan<T> x, Group group, Span<T> y) =>
        Spread.LogSumExp(x, group.Shape, group.Mask, group.Kept, y);

    protected override Variable<T> Backward(
        Variable<T> x,
        Variable<T> y,
        Variable<T> dy,
        Group group
    ) => dy.Reshape(group.Kept) * (x - y.Maximum(Variable.Of(Lowest)).Reshape(group.Kept)).Exp();

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Group group,
        Span<T> dx
    )
    {
        var shift = Constants.Uninitialised<T>(group.Kept, out var values);
        TensorPrimitives.Max(y, Lowest, values);
        KeptRows.Map<T, ExpDifference<T>>(x, group.Shape, values, shift.Shape, dx, 0.5);
        KeptRows.Map<T, TimesKept<T>>(dx, group.Shape, dy, group.Kept, dx);
    }
}
