using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Numbers in order along an axis, and where each stood: <c>Values[k] = x[Indices[k]]</c>.</summary>
    /// <param name="x">Rank 1 or more.</param>
    /// <param name="axis">The axis; negative counts from the end. The last unless told.</param>
    /// <param name="isDescending">Whether the largest comes first.</param>
    /// <returns>Both of the shape of x. Equal numbers stay in their order (in PyTorch only if asked); NaN counts as the largest.</returns>
    /// <exception cref="ArgumentException">No such axis.</exception>
    /// <remarks>Gradient: dy back to where its number stood; at ties in the order given. Cost: O(n·log n) a row. Recorded as
    /// <see cref="Gather{T}"/>.</remarks>
    public static (Variable<T> Values, Indices Indices) Sort<T>(
        this Variable<T> x,
        int axis = -1,
        bool isDescending = false
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        var along = AxisRules.Resolve("Sort", x.Shape, axis);
        return SortRule.First(x, x.Shape[along], along, isDescending);
    }
}

/// <summary>What sort and topK have in common.</summary>
internal static class SortRule
{
    /// <summary>The first numbers in order, and where they stand.</summary>
    public static (Variable<T> Values, Indices Indices) First<T>(
        Variable<T> x,
        int count,
        int axis,
        bool isDescending
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shape = x.Shape.With(axis, count);
        var positions = new int[shape.ElementCount];
        Sorting.Order(
            x.AsSpan(),
            x.Shape[axis],
            x.Shape.LengthOf((axis + 1)..),
            isDescending,
            count,
            positions
        );
        var indices = Indices.Own(positions, shape);
        return (x.Gather(indices, axis), indices);
    }
}
