using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>Reads and adds at positions that indices give. Indices are validated by the caller; additions happen in the order of the indices.</summary>
internal static partial class Gathering
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

    /// <summary>Takes rows and adds others, in turn: <c>y[k, :] = x[indices[k], :] + added[k mod p, :]</c>.</summary>
    /// <param name="x">Row-major (n, inner).</param>
    /// <param name="inner">Elements of a row.</param>
    /// <param name="indices">Each in [0, n); a multiple of p.</param>
    /// <param name="added">Row-major (p, inner).</param>
    /// <param name="y">Row-major (indices, inner).</param>
    public static void TakeRowsAndAdd<T>(
        ReadOnlySpan<T> x,
        int inner,
        ReadOnlySpan<int> indices,
        ReadOnlySpan<T> added,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(indices.Length * inner, y.Length, nameof(y));
        if (y.IsEmpty)
        {
            return;
        }
        var job = new TakeAndAddJob<T>
        {
            X = x,
            Added = added,
            Y = y,
            Indices = indices,
            Inner = inner,
            RowsPerPiece = Math.Max(1, ElementsPerPiece / inner),
        };
        WorkerPool.Run(
            ref job,
            (indices.Length + job.RowsPerPiece - 1) / job.RowsPerPiece,
            5.0 * indices.Length + 0.1 * y.Length
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

    private ref struct TakeAndAddJob<T> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ReadOnlySpan<T> X;
        public ReadOnlySpan<T> Added;
        public Span<T> Y;
        public ReadOnlySpan<int> Indices;
        public int Inner;
        public int RowsPerPiece;

        public void Run(int piece)
        {
            var end = Math.Min(Indices.Length, (piece + 1) * RowsPerPiece);
            for (var row = piece * RowsPerPiece; row < end; row++)
            {
                TensorPrimitives.Add(
                    X.Slice(Indices[row] * Inner, Inner),
                    Added.Slice(row * Inner % Added.Length, Inner),
                    Y.Slice(row * Inner, Inner)
                );
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
