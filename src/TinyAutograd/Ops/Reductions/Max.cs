using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Largest element over axes, <c>y = max x</c>. Where a group holds NaN the result is NaN.</summary>
    /// <param name="x">Any shape; the reduced axes must not be empty.</param>
    /// <param name="axes">The axes to reduce: all unless told, one (<c>1</c>), or several (<c>[0, -1]</c>).</param>
    /// <param name="keepDims">Whether a reduced axis stays, with size 1.</param>
    /// <returns>The shape without the reduced axes.</returns>
    /// <exception cref="ArgumentException">No such axis, an axis named twice, or an axis of size 0: nothing has no largest element.</exception>
    /// <remarks>Gradient: <c>dx = dy</c> at the largest element, 0 elsewhere. Ties share it evenly; where the result is NaN, the NaNs do.</remarks>
    public static Variable<T> Max<T>(this Variable<T> x, Axes axes = default, bool keepDims = false)
        where T : unmanaged, IFloatingPointIeee754<T> => new MaxOp<T>(axes, keepDims).Apply(x);
}

internal sealed class MaxOp<T>(Axes axes, bool keepDims)
    : ExtremumOp<T, MaxReducer<T>>(axes, keepDims)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "max";

    protected override string Method => "Max";
}
