using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>Reductions over any choice of axes. The order in which elements are joined depends on the shape alone.</summary>
internal static class Reduction
{
    /// <summary>About how many elements one thread takes at a time, and the longest run that is summed without a partial result:
    /// rounding errors then grow with the logarithm of the length.</summary>
    private const int BlockLength = 16384;

    private const int LeastBlockRows = 64;
    private const double NanosecondsPerElement = 0.06;

    /// <summary>Reduces the axes of <paramref name="mask"/> (bit i: axis i).</summary>
    /// <param name="x">Row-major numbers of shape <paramref name="shape"/>.</param>
    /// <param name="shape">The shape before.</param>
    /// <param name="mask">The axes to reduce.</param>
    /// <param name="y">The result, row-major, without the reduced axes.</param>
    public static void Reduce<T, TReducer>(ReadOnlySpan<T> x, Shape shape, int mask, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        mask = WithoutTrivialAxes(shape, mask);
        if (!LastGroup(shape, mask, out var start, out var end))
        {
            x.CopyTo(y);
            return;
        }
        // One group of neighbouring axes after the other, from the last: each step needs one pass.
        var (outer, n, inner) = (
            shape.LengthOf(..start),
            shape.LengthOf(start..end),
            shape.LengthOf(end..)
        );
        var rest = mask & ((1 << start) - 1);
        if (rest == 0)
        {
            ReduceMiddle<T, TReducer>(x, outer, n, inner, y);
            return;
        }
        using var partial = SpanOwner<T>.Allocate(outer * inner);
        ReduceMiddle<T, TReducer>(x, outer, n, inner, partial.Span);
        var joined = Shape.Of(shape.AsSpan()[..start]).Concat(Shape.Of(shape.AsSpan()[end..]));
        Reduce<T, TReducer>(partial.Span, joined, rest, y);
    }

    /// <summary>Whether the reduced axes can be taken together as the middle one of (outer, n, inner).</summary>
    public static bool IsOneGroup(Shape shape, int mask, out int outer, out int n, out int inner)
    {
        mask = WithoutTrivialAxes(shape, mask);
        LastGroup(shape, mask, out var start, out var end); // without one, at the start: all is inner
        outer = shape.LengthOf(..start);
        n = shape.LengthOf(start..end);
        inner = shape.LengthOf(end..);
        return (mask & ((1 << start) - 1)) == 0;
    }

    /// <summary>Reduces the middle axis of (outer, n, inner).</summary>
    public static void ReduceMiddle<T, TReducer>(
        ReadOnlySpan<T> x,
        int outer,
        int n,
        int inner,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        Check.SameLength(outer * n * inner, x.Length, nameof(x));
        Check.SameLength(outer * inner, y.Length, nameof(y));
        if (y.IsEmpty)
        {
            return;
        }
        if (n == 0)
        {
            y.Fill(TReducer.Identity);
            return;
        }
        // A long axis is cut into blocks, whose results are reduced in turn.
        var blockRows = Math.Max(LeastBlockRows, BlockLength / inner);
        var blocks = (n + blockRows - 1) / blockRows;
        if (blocks == 1)
        {
            RunBlocks<T, TReducer>(x, outer, n, inner, n, y);
            return;
        }
        using var partial = SpanOwner<T>.Allocate(outer * blocks * inner);
        RunBlocks<T, TReducer>(x, outer, n, inner, blockRows, partial.Span);
        ReduceMiddle<T, TReducer>(partial.Span, outer, blocks, inner, y);
    }

    private static void RunBlocks<T, TReducer>(
        ReadOnlySpan<T> x,
        int outer,
        int n,
        int inner,
        int blockRows,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        var blocks = outer * ((n + blockRows - 1) / blockRows);
        var perPiece = Math.Max(1, BlockLength / (blockRows * inner));
        var job = new BlockJob<T, TReducer>
        {
            X = x,
            Y = y,
            N = n,
            Inner = inner,
            BlockRows = blockRows,
            Blocks = blocks,
            BlocksPerPiece = perPiece,
        };
        WorkerPool.Run(
            ref job,
            (blocks + perPiece - 1) / perPiece,
            NanosecondsPerElement * x.Length
        );
    }

    // Reducing an axis of size 1 changes nothing.
    private static int WithoutTrivialAxes(Shape shape, int mask)
    {
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            mask &= shape[axis] == 1 ? ~(1 << axis) : -1;
        }
        return mask;
    }

    // The last run of reduced axes; one of size 1 belongs to any run.
    private static bool LastGroup(Shape shape, int mask, out int start, out int end)
    {
        end = shape.Rank;
        while (end > 0 && (mask & (1 << (end - 1))) == 0)
        {
            end--;
        }
        start = end;
        while (start > 0 && ((mask & (1 << (start - 1))) != 0 || shape[start - 1] == 1))
        {
            start--;
        }
        return end > 0;
    }

    private ref struct BlockJob<T, TReducer> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        public ReadOnlySpan<T> X;
        public Span<T> Y;
        public int N;
        public int Inner;
        public int BlockRows;
        public int Blocks;
        public int BlocksPerPiece;

        public void Run(int piece)
        {
            var blocksPerOuter = (N + BlockRows - 1) / BlockRows;
            var end = Math.Min(Blocks, (piece + 1) * BlocksPerPiece);
            for (var block = piece * BlocksPerPiece; block < end; block++)
            {
                var (o, b) = blocksPerOuter == 1 ? (block, 0) : Math.DivRem(block, blocksPerOuter);
                var firstRow = b * BlockRows;
                var rows = Math.Min(BlockRows, N - firstRow);
                var source = X.Slice((o * N + firstRow) * Inner, rows * Inner);
                if (Inner == 1)
                {
                    Y[block] = RowReduction.Row<T, TReducer>(source);
                }
                else
                {
                    RowReduction.Columns<T, TReducer>(
                        source,
                        rows,
                        Inner,
                        Y.Slice(block * Inner, Inner)
                    );
                }
            }
        }
    }
}
