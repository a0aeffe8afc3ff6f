using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>Reads and adds at positions that indices give. Indices are validated by the caller; additions happen in the order of the indices.</summary>
internal static class Gathering
{
    private const int ElementsPerPiece = 16384;
    private const int ColumnsPerPiece = 256;

    /// <summary>Takes positions of the middle axis: <c>y[o, k, :] = x[o, indices[k], :]</c>.</summary>
    /// <param name="x">Row-major (outer, n, inner).</param>
    /// <param name="n">Length of the axis.</param>
    /// <param name="inner">Number of elements behind it.</param>
    /// <param name="indices">Each in [0, n).</param>
    /// <param name="y">Row-major (outer, indices, inner).</param>
    public static void TakeRows<T>(
        ReadOnlySpan<T> x,
        int n,
        int inner,
        ReadOnlySpan<int> indices,
        Span<T> y
    )
        where T : unmanaged
    {
        if (y.IsEmpty)
        {
            return;
        }
        var rows = y.Length / inner;
        var job = new TakeJob<T>
        {
            X = x,
            Y = y,
            Indices = indices,
            N = n,
            Inner = inner,
            RowsPerPiece = Math.Max(1, ElementsPerPiece / inner),
        };
        WorkerPool.Run(
            ref job,
            (rows + job.RowsPerPiece - 1) / job.RowsPerPiece,
            3.0 * rows + 0.1 * y.Length
        );
    }

    /// <summary>Adds to positions of the middle axis: <c>y[o, indices[k], :] += x[o, k, :]</c>, k in order.</summary>
    /// <param name="x">Row-major (outer, indices, inner).</param>
    /// <param name="n">Length of the axis of y.</param>
    /// <param name="inner">Number of elements behind it.</param>
    /// <param name="indices">Each in [0, n).</param>
    /// <param name="y">Row-major (outer, n, inner), added to.</param>
    public static void AddRows<T>(
        ReadOnlySpan<T> x,
        int n,
        int inner,
        ReadOnlySpan<int> indices,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty)
        {
            return;
        }
        // A piece owns some columns, so that no two pieces add to the same place.
        var strips = (inner + ColumnsPerPiece - 1) / ColumnsPerPiece;
        var outer = x.Length / (indices.Length * inner);
        var job = new AddJob<T>
        {
            X = x,
            Y = y,
            Indices = indices,
            N = n,
            Inner = inner,
            Strips = strips,
        };
        WorkerPool.Run(ref job, outer * strips, 5.0 * outer * indices.Length + 0.1 * x.Length);
    }

    /// <summary>Adds to rows the sums that belong to them: <c>y[i, :] += Σ x[k, :]</c> over the k with <c>indices[k] = i</c>. The same bits as
    /// if all of those sums were computed first, in memory as large as y, and then added.</summary>
    /// <param name="x">Row-major (indices, inner).</param>
    /// <param name="inner">Elements of a row.</param>
    /// <param name="indices">Each a row of y.</param>
    /// <param name="y">Row-major (n, inner), added to.</param>
    public static void AddSumsOfRows<T>(
        ReadOnlySpan<T> x,
        int inner,
        ReadOnlySpan<int> indices,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.IsEmpty)
        {
            return;
        }
        var n = y.Length / inner;
        using var places = SpanOwner<int>.Allocate(n, AllocationMode.Clear); // place of a row among those named, from 1
        using var placeOf = SpanOwner<int>.Allocate(indices.Length);
        using var named = SpanOwner<int>.Allocate(indices.Length);
        var count = 0;
        for (var k = 0; k < indices.Length; k++)
        {
            ref var place = ref places.Span[indices[k]];
            if (place == 0)
            {
                named.Span[count] = indices[k];
                place = ++count;
            }
            placeOf.Span[k] = place - 1;
        }
        using var sums = SpanOwner<T>.Allocate(count * inner, AllocationMode.Clear);
        AddRows(x, count, inner, placeOf.Span, sums.Span);
        AddRows<T>(sums.Span, n, inner, named.Span[..count], y);
    }

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

    private ref struct TakeJob<T> : IPieces
        where T : unmanaged
    {
        public ReadOnlySpan<T> X;
        public Span<T> Y;
        public ReadOnlySpan<int> Indices;
        public int N;
        public int Inner;
        public int RowsPerPiece;

        public void Run(int piece)
        {
            var end = Math.Min(Y.Length / Inner, (piece + 1) * RowsPerPiece);
            for (var row = piece * RowsPerPiece; row < end; row++)
            {
                var (o, k) = Math.DivRem(row, Indices.Length);
                X.Slice((o * N + Indices[k]) * Inner, Inner).CopyTo(Y.Slice(row * Inner, Inner));
            }
        }
    }

    private ref struct AddJob<T> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ReadOnlySpan<T> X;
        public Span<T> Y;
        public ReadOnlySpan<int> Indices;
        public int N;
        public int Inner;
        public int Strips;

        public void Run(int piece)
        {
            var (o, strip) = Math.DivRem(piece, Strips);
            var first = strip * ColumnsPerPiece;
            var columns = Math.Min(ColumnsPerPiece, Inner - first);
            for (var k = 0; k < Indices.Length; k++)
            {
                var target = Y.Slice((o * N + Indices[k]) * Inner + first, columns);
                var source = X.Slice((o * Indices.Length + k) * Inner + first, columns);
                TensorPrimitives.Add(target, source, target);
            }
        }
    }
}
