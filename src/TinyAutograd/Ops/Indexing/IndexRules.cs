using TinyAutograd.Kernels;

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
                    null,
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

    /// <summary>Throws unless a source, one element per index, can be scattered along an axis.</summary>
    /// <exception cref="ArgumentException">No such axis, shapes that do not fit, or an index outside the axis.</exception>
    public static void ThrowIfNotScattered(
        string op,
        Shape shape,
        Indices indices,
        Shape source,
        int axis
    )
    {
        var along = AxisRules.Resolve(op, shape, axis);
        if (source != indices.Shape)
        {
            throw new ArgumentException(
                $"{op}: source {source} and indices {indices.Shape} must have one shape."
            );
        }
        ThrowIfUnfit(op, shape, indices.Shape, along);
        ThrowIfOutside(op, indices, shape[along]);
    }

    /// <summary>Indices repeated along axes of size 1, up to a shape of the same rank that they broadcast to.</summary>
    public static Indices Expand(Indices indices, Shape shape)
    {
        if (indices.Shape == shape)
        {
            return indices;
        }
        Span<int> from = stackalloc int[shape.Rank];
        Span<int> to = stackalloc int[shape.Rank];
        StridedCopy.RowMajor(indices.Shape.AsSpan(), from);
        StridedCopy.RowMajor(shape.AsSpan(), to);
        for (var axis = 0; axis < from.Length; axis++)
        {
            from[axis] = indices.Shape[axis] == 1 ? 0 : from[axis];
        }
        var values = new int[shape.ElementCount];
        StridedCopy.Copy(shape.AsSpan(), indices.AsSpan(), 0, from, values.AsSpan(), 0, to);
        return Indices.Own(values, shape);
    }

    /// <summary>The flat positions that indices point to along an axis, written to and returned as <paramref name="room"/>.</summary>
    public static ReadOnlySpan<int> Targets(Indices indices, Shape shape, int axis, Span<int> room)
    {
        Gathering.Targets(shape, indices.AsSpan(), indices.Shape, shape.Axis(axis), room);
        return room;
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
