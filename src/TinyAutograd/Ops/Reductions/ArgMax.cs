using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Position of the largest element along an axis; of several equal ones the first. A NaN counts as the largest.</summary>
    /// <param name="x">Any shape; what is searched must not be empty.</param>
    /// <param name="axis">The axis; negative counts from the end. Without one, the row-major position among all elements.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1 (for <see cref="Gather"/>); without an axis, every axis.</param>
    /// <returns>The shape without the axis, or a scalar. Values in [0, size of the axis).</returns>
    /// <exception cref="ArgumentException">No such axis, or it is empty: nothing has no largest element.</exception>
    /// <remarks>No derivative: the result is <see cref="Indices"/>, and no tape records it.</remarks>
    public static Indices ArgMax<T>(this Variable<T> x, int? axis = null, bool keepDims = false)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ArgExtremumRule.Find<T, MaxReducer<T>>("ArgMax", x, axis, keepDims);
}
