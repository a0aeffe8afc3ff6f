namespace TinyAutograd;

/// <summary>Indices as ops take them.</summary>
internal static class IndexRules
{
    /// <summary>Throws unless every index is a position of an axis.</summary>
    /// <param name="op">Name of the operation, for the message.</param>
    /// <param name="indices">What is checked.</param>
    /// <param name="size">The size of the axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">The first index that is not; the message names it and where it stands.</exception>
    public static void ThrowIfOutside(string op, Indices indices, int size)
    {
        var values = indices.AsSpan();
        for (var i = 0; i < values.Length; i++)
        {
            if ((uint)values[i] >= (uint)size)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(indices),
                    values[i],
                    $"{op}: index {values[i]} at position {Position(indices.Shape, i)} is not in [0, {size})."
                );
            }
        }
    }

    /// <summary>Throws unless indices can point along an axis: of equal rank, and on the other axes no longer.</summary>
    /// <exception cref="ArgumentException">They cannot.</exception>
    public static void ThrowIfUnfit(string op, Shape shape, Shape indices, int axis)
    {
        var isFit = shape.Rank == indices.Rank;
        for (var a = 0; isFit && a < shape.Rank; a++)
        {
            isFit = a == axis || indices[a] <= shape[a];
        }
        if (!isFit)
        {
            throw new ArgumentException(
                $"{op}: indices {indices} do not fit {shape}: of equal rank, and except on axis {axis} no longer."
            );
        }
    }

    private static Shape Position(Shape shape, int flat)
    {
        Span<int> position = stackalloc int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            (flat, position[axis]) = Math.DivRem(flat, shape[axis]);
        }
        return Shape.Of(position);
    }
}
