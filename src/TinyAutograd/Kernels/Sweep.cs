using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>A kernel over several tensors as if they were one.</summary>
internal interface ISweep
{
    /// <summary>Does a piece of one tensor. Pieces write to separate memory.</summary>
    /// <param name="piece">The number of the piece among those of all tensors, from zero.</param>
    /// <param name="tensor">The number of the tensor, from zero.</param>
    /// <param name="start">The piece's first element.</param>
    /// <param name="length">The number of elements.</param>
    void Run(int piece, int tensor, int start, int length);
}

/// <summary>One pass over many tensors, most of them small: they fork and join once together, and share the threads evenly.</summary>
internal static class Sweep
{
    // Long beside the call, and a share of the largest tensor short enough for many threads.
    private const int ElementsOfPiece = 4096;

    /// <summary>How many pieces the tensors are cut into; it depends on their lengths only.</summary>
    /// <exception cref="OverflowException">They have more than 2³¹ pieces.</exception>
    public static int PieceCount(ReadOnlySpan<int> lengths)
    {
        var count = 0;
        foreach (var length in lengths)
        {
            count = checked(count + PieceCount(length));
        }
        return count;
    }

    /// <summary>Runs a kernel over all tensors.</summary>
    /// <typeparam name="TSweep">The kernel.</typeparam>
    /// <param name="sweep">The kernel.</param>
    /// <param name="lengths">Elements of each tensor.</param>
    /// <param name="nanoseconds">About how long an element takes on one thread.</param>
    public static void Run<TSweep>(TSweep sweep, ReadOnlySpan<int> lengths, double nanoseconds)
        where TSweep : struct, ISweep, allows ref struct
    {
        var pieces = PieceCount(lengths);
        using var firstPieces = SpanOwner<int>.Allocate(lengths.Length);
        var first = 0;
        for (var tensor = 0; tensor < lengths.Length; tensor++)
        {
            firstPieces.Span[tensor] = first;
            first += PieceCount(lengths[tensor]);
        }
        var job = new Pieces<TSweep>
        {
            Sweep = sweep,
            Lengths = lengths,
            FirstPieces = firstPieces.Span,
        };
        WorkerPool.Run(ref job, pieces, nanoseconds * ElementsOfPiece * pieces);
    }

    private static int PieceCount(int length) => (length + ElementsOfPiece - 1) / ElementsOfPiece;

    private ref struct Pieces<TSweep> : IPieces
        where TSweep : struct, ISweep, allows ref struct
    {
        public TSweep Sweep;
        public ReadOnlySpan<int> Lengths;
        public ReadOnlySpan<int> FirstPieces; // how many pieces the tensors before each one have

        public void Run(int piece)
        {
            var tensor = TensorOf(piece);
            var start = (piece - FirstPieces[tensor]) * ElementsOfPiece;
            Sweep.Run(piece, tensor, start, Math.Min(ElementsOfPiece, Lengths[tensor] - start));
        }

        // The last tensor that begins at this piece or before: those without elements have no piece.
        private readonly int TensorOf(int piece)
        {
            var (low, high) = (0, FirstPieces.Length);
            while (high - low > 1)
            {
                var middle = (low + high) >>> 1;
                (low, high) = FirstPieces[middle] <= piece ? (middle, high) : (low, middle);
            }
            return low;
        }
    }
}
