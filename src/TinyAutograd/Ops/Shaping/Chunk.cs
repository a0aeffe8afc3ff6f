using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Consecutive pieces of equal size along an axis; the last may be smaller.</summary>
    /// <param name="x">Rank 1 or more.</param>
    /// <param name="count">How many pieces at most, ≥ 1.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <returns>Pieces of ⌈size / count⌉ positions. They may be fewer than <paramref name="count"/>: 6 positions in 4 chunks are 3 pieces of 2.</returns>
    /// <exception cref="ArgumentException">No such axis, or a count below 1 or beyond the length of an array.</exception>
    /// <remarks>Gradient: that of each piece in its place among zeros.</remarks>
    public static IReadOnlyList<Variable<T>> Chunk<T>(this Variable<T> x, int count, int axis = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        if (count < 1 || count > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count),
                count,
                $"Chunk: {x.Shape} cannot be cut into {count} chunks."
            );
        }
        var size = x.Shape[AxisRules.Resolve("Chunk", x.Shape, axis)];
        if (size == 0)
        {
            return x.Split(new int[count], axis);
        }
        var piece = (int)(((long)size + count - 1) / count);
        var sizes = new int[(int)(((long)size + piece - 1) / piece)];
        Array.Fill(sizes, piece);
        sizes[^1] = size - piece * (sizes.Length - 1);
        return x.Split(sizes, axis);
    }
}
