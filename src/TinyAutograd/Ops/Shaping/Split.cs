using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Consecutive pieces of given sizes along an axis.</summary>
    /// <param name="x">Rank 1 or more.</param>
    /// <param name="sizes">The sizes of the pieces, each ≥ 0; together the size of the axis.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <returns>One variable per size.</returns>
    /// <exception cref="ArgumentException">No such axis, a negative size, or the sizes do not add up to that of the axis.</exception>
    /// <remarks>Gradient: that of each piece in its place among zeros.</remarks>
    public static IReadOnlyList<Variable<T>> Split<T>(
        this Variable<T> x,
        ReadOnlySpan<int> sizes,
        int axis = 0
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        var along = AxisRules.Resolve("Split", x.Shape, axis);
        var total = 0L;
        foreach (var size in sizes)
        {
            if (size < 0)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(sizes),
                    size,
                    $"Split: a size of [{string.Join(", ", sizes.ToArray())}] is negative."
                );
            }
            total += size;
        }
        if (total != x.Shape[along])
        {
            throw new ArgumentException(
                $"Split: sizes [{string.Join(", ", sizes.ToArray())}] add up to {total}; axis {axis} of {x.Shape} has size {x.Shape[along]}."
            );
        }
        var pieces = new Variable<T>[sizes.Length];
        var start = 0;
        for (var i = 0; i < pieces.Length; i++)
        {
            pieces[i] = x.Slice(along, start, start + sizes[i]);
            start += sizes[i];
        }
        return pieces;
    }
}
