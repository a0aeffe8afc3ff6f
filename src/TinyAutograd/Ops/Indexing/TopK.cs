using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>The k largest numbers along an axis, the largest first, and where each stood: <c>Values[i] = x[Indices[i]]</c>.</summary>
    /// <param name="x">Rank 1 or more.</param>
    /// <param name="k">How many, from 0 to the size of the axis.</param>
    /// <param name="axis">The axis; negative counts from the end. The last unless told.</param>
    /// <param name="isLargest">Whether the largest are wanted; else the smallest, the smallest first.</param>
    /// <returns>Both of the shape of x with k positions on the axis. Of equal numbers the first are taken; NaN counts as the largest.</returns>
    /// <exception cref="ArgumentException">No such axis, or k is not within its size.</exception>
    /// <remarks>Gradient: dy back to where its number stood, 0 elsewhere. Cost: O(n·log n) a row. Recorded as <see cref="Gather{T}"/>.</remarks>
    public static (Variable<T> Values, Indices Indices) TopK<T>(
        this Variable<T> x,
        int k,
        int axis = -1,
        bool isLargest = true
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        var along = AxisRules.Resolve("TopK", x.Shape, axis);
        return k >= 0 && k <= x.Shape[along]
            ? SortRule.First(x, k, along, isDescending: isLargest)
            : throw new ArgumentOutOfRangeException(
                nameof(k),
                k,
                $"TopK: k is {k}, must be within 0 … {x.Shape[along]}, the size of axis {along} of {x.Shape}."
            );
    }
}
