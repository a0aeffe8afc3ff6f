using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Sum over axes, <c>y = Σ x</c>. The sum of nothing is 0.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes to reduce: all unless told, one (<c>1</c>), or several (<c>[0, -1]</c>).</param>
    /// <param name="keepDims">Whether a reduced axis stays, with size 1.</param>
    /// <returns>The shape without the summed axes.</returns>
    /// <exception cref="ArgumentException">No such axis, or an axis named twice.</exception>
    /// <remarks>Gradient: <c>dx = dy</c>, repeated along the summed axes.</remarks>
    public static Variable<T> Sum<T>(this Variable<T> x, Axes axes = default, bool keepDims = false)
        where T : unmanaged, IFloatingPointIeee754<T> => new SumOp<T>(axes, keepDims).Apply(x);
}

internal sealed class SumOp<T>(Axes axes, bool keepDims) : ReductionOp<T>(axes, keepDims)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "sum";

    public override Linearity Linearity => Linearity.Joint;

    protected override string Method => "Sum";

    protected override void Forward(ReadOnlySpan<T> x, Group group, Span<T> y) =>
        Reduction.Reduce<T, SumReducer<T>>(x, group.Shape, group.Mask, y);

    protected override Variable<T> Backward(
        Variable<T> x,
        Variable<T> y,
        Variable<T> dy,
        Group group
    ) => dy.Reshape(group.Kept);
}
