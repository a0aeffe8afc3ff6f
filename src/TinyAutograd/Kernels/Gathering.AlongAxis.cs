using System.Numerics;

namespace TinyAutograd.Kernels;

/// <content>Indices of the tensor's own rank, which replace one coordinate.</content>
internal static partial class Gathering
{
    /// <summary>Reads along an axis: <c>y[i, j, …] = x[…]</c>, where the coordinate on the axis is <c>indices[i, j, …]</c>.</summary>
    /// <param name="x">Row-major numbers of shape <paramref name="shape"/>.</param>
    /// <param name="shape">Shape of x; on other axes at least as large as <paramref name="indexShape"/>.</param>
    /// <param name="indices">Row-major of shape <paramref name="indexShape"/>.</param>
    /// <param name="indexShape">Shape of indices and y.</param>
    /// <param name="axis">The axis that is read along.</param>
    /// <param name="y">Row-major of shape <paramref name="indexShape"/>.</param>
    public static void Gather<T>(
        ReadOnlySpan<T> x,
        Shape shape,
        ReadOnlySpan<int> indices,
        Shape indexShape,
        int axis,
        Span<T> y
    )
        where T : unmanaged
    {
        var rows = new IndexedRows(shape, indexShape, axis);
        for (var start = 0; start < y.Length; start += rows.RowLength)
        {
            var origin = rows.Origin(start / rows.RowLength);
            for (var k = start; k < start + rows.RowLength; k++)
            {
                y[k] = x[origin + (k - start) * rows.Step + indices[k] * rows.Stride];
            }
        }
    }

    /// <summary>Adds along an axis, the counterpart of <see cref="Gather"/>: <c>y[…] += x[i, j, …]</c>, in row-major order.</summary>
    /// <param name="x">Row-major of shape <paramref name="indexShape"/>.</param>
    /// <param name="indices">Row-major of shape <paramref name="indexShape"/>.</param>
    /// <param name="indexShape">Shape of indices and x.</param>
    /// <param name="axis">The axis that is added along.</param>
    /// <param name="y">Row-major numbers of shape <paramref name="shape"/>, added to.</param>
    /// <param name="shape">Shape of y; on other axes at least as large as <paramref name="indexShape"/>.</param>
    public static void ScatterAdd<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<int> indices,
        Shape indexShape,
        int axis,
        Span<T> y,
        Shape shape
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = new IndexedRows(shape, indexShape, axis);
        for (var start = 0; start < x.Length; start += rows.RowLength)
        {
            var origin = rows.Origin(start / rows.RowLength);
            for (var k = start; k < start + rows.RowLength; k++)
            {
                y[origin + (k - start) * rows.Step + indices[k] * rows.Stride] += x[k];
            }
        }
    }

    /// <summary>The flat, row-major positions that indices point to along an axis.</summary>
    /// <param name="shape">Shape of what they point into; on other axes at least as large as <paramref name="indexShape"/>.</param>
    /// <param name="indices">Row-major of shape <paramref name="indexShape"/>.</param>
    /// <param name="indexShape">Shape of indices.</param>
    /// <param name="axis">The axis that they point along.</param>
    /// <param name="targets">As long as indices; each below the number of elements of <paramref name="shape"/>.</param>
    public static void Targets(
        Shape shape,
        ReadOnlySpan<int> indices,
        Shape indexShape,
        int axis,
        Span<int> targets
    )
    {
        Check.SameLength(indices.Length, targets.Length, nameof(targets));
        var rows = new IndexedRows(shape, indexShape, axis);
        for (var start = 0; start < targets.Length; start += rows.RowLength)
        {
            var origin = rows.Origin(start / rows.RowLength);
            for (var k = start; k < start + rows.RowLength; k++)
            {
                targets[k] = origin + (k - start) * rows.Step + indices[k] * rows.Stride;
            }
        }
    }

    // Rows of the indices, and where each starts in the tensor that they point into.
    private readonly ref struct IndexedRows
    {
        private readonly Shape shape;
        private readonly Shape indexShape;
        private readonly int axis;

        public IndexedRows(Shape shape, Shape indexShape, int axis)
        {
            (this.shape, this.indexShape, this.axis) = (shape, indexShape, axis);
            RowLength = indexShape.Rank == 0 ? 1 : indexShape[^1];
            Stride = shape.Rank == 0 ? 0 : shape.LengthOf((axis + 1)..);
            Step = axis == shape.Rank - 1 ? 0 : 1;
        }

        public int RowLength { get; }

        /// <summary>From one position of the axis to the next.</summary>
        public int Stride { get; }

        /// <summary>From one element of a row to the next, the index apart.</summary>
        public int Step { get; }

        public int Origin(int row)
        {
            var origin = 0;
            for (var a = indexShape.Rank - 2; a >= 0; a--)
            {
                (row, var position) = Math.DivRem(row, indexShape[a]);
                origin += a == axis ? 0 : position * shape.LengthOf((a + 1)..);
            }
            return origin;
        }
    }
}
