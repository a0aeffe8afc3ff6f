using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Mean over axes, <c>y = Σ x / n</c>. The mean of nothing is NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes to reduce: all unless told, one (<c>1</c>), or several (<c>[0, -1]</c>).</param>
    /// <param name="keepDims">Whether a reduced axis stays, with size 1.</param>
    /// <returns>The shape without the reduced axes.</returns>
    /// <exception cref="ArgumentException">No such axis, or an axis named twice.</exception>
    /// <remarks>Gradient: <c>dx = dy / n</c>, repeated along the reduced axes.</remarks>
    public static Variable<T> Mean<T>(
        this Variable<T> x,
        Axes axes = default,
        bool keepDims = false
    )
        where T : unmanaged, IFloatingPointIeee754<T> => new MeanOp<T>(axes, keepDims).Apply(x);
}

internal sealed class MeanOp<T>(Axes axes, bool keepDims) : ReductionOp<T>(axes, keepDims)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "mean";

    public override Linearity Linearity => Linearity.Joint;

    protected override string Method => "Mean";

    protected override void Forward(ReadOnlySpan<T> x, Group group, Span<T> y) =>
        Spread.Mean(x, group.Shape, group.Mask, group.Count, y);

    protected override Variable<T> Backward(
        Variable<T> x,
        Variable<T> y,
        Variable<T> dy,
        Group group
    ) => dy.Reshape(group.Kept) / T.CreateTruncating(group.Count);
}
