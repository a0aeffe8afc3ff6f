using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>
/// Cuts one product into blocks that stay in the caches, packs the operands where that pays, and covers C with tiles. After
/// Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication".
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TV">The vector.</typeparam>
/// <typeparam name="TRows">Rows of a tile.</typeparam>
internal static unsafe partial class GemmBlocks<T, TV, TRows>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
    where TRows : IConstant
{
    private const int BlockColumns = 1024;
    private const int BlockRows = 128;
    private const int PiecesWanted = 16;
    private const int BytesKeptNear = 256 * 1024; // a quarter of the second cache of most processors

    private static int BlockTerms => 3072 / sizeof(T);

    private static int PanelWidth => 2 * TV.Count;

    /// <summary>About how long a product takes on one thread.</summary>
    /// <param name="product">The product.</param>
    /// <returns>Nanoseconds.</returns>
    public static double Nanoseconds(in GemmProduct<T> product) =>
        product.Work / (3 * TV.Count) + product.M;

    /// <summary>Computes one product.</summary>
    /// <param name="product">The product.</param>
    [MethodImpl(JitHints.Kernel)]
    public static void Multiply(in GemmProduct<T> product)
    {
        if (GemmVector<T, TV>.TryMultiply(product))
        {
            return;
        }
        for (var column = 0; column < product.N; column += BlockColumns)
        {
            // With no terms there is still one block, which writes zeros and the bias.
            for (var term = 0; term == 0 || term < product.K; term += BlockTerms)
            {
                Run(new Block(product, column, term), default);
            }
        }
    }

    /// <summary>Computes two products that do not depend on each other; small ones side by side.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    [MethodImpl(JitHints.Kernel)]
    public static void Multiply(in GemmProduct<T> first, in GemmProduct<T> second)
    {
        if (IsOneBlock(first) && IsOneBlock(second))
        {
            Run(new Block(first, 0, 0), new Block(second, 0, 0));
        }
        else
        {
            Multiply(first);
            Multiply(second);
        }
    }

    private static bool IsOneBlock(in GemmProduct<T> p) =>
        p.M > 1 && p.N > 1 && p.N <= BlockColumns && p.K <= BlockTerms;

    // Nobody waits between packing and multiplying but for what he needs: both are one job.
    [MethodImpl(JitHints.Kernel)]
    private static void Run(in Block first, in Block second)
    {
        var job = new Job { First = first, Second = second };
        var length = first.PackedLength;
        var memory = Scratch.Get<T>(Scratch.Slot.B, length + second.PackedLength);
        job.First.Packed = memory;
        job.Second.Packed = memory + length;
        var nanoseconds = first.Nanoseconds + second.Nanoseconds;
        if (nanoseconds < WorkerPool.LeastNanoseconds)
        {
            job.First.Compute();
            job.Second.Compute();
            return;
        }
        var packs = first.PackPieces + second.PackPieces;
        WorkerPool.Run(ref job, packs + first.Pieces + second.Pieces, nanoseconds, leading: packs);
    }

    /// <summary>Whether A is packed. Row-major it is read in place; transposed, each term is on another line (and page): it is packed if it
    /// leaves the caches between the columns.</summary>
    /// <param name="p">The product.</param>
    public static bool PacksA(in GemmProduct<T> p) =>
        p.StepA != 1 && p.K * p.StepA * sizeof(T) > BytesKeptNear && p.N > 2 * PanelWidth;

    /// <summary>Whether B is packed: unless vectors of its columns can be read where they lie, and few rows or a near cache make that cheap.</summary>
    /// <param name="p">The product.</param>
    public static bool PacksB(in GemmProduct<T> p) =>
        p.ColumnB != 1
        || (p.N % TV.Count != 0 && !TV.LoadsMasked)
        || (
            p.M > 4 * TRows.Value
            && (p.K * p.StepB * sizeof(T) > 65536 || p.K > LinesKept(p.StepB * sizeof(T)))
        );

    // How many lines the first cache keeps that lie so many bytes apart. It has room for 8 at each address modulo 4,096 (32 KB), and
    // multiples of a power of two meet few of these addresses.
    private static nint LinesKept(nint bytes) => 8 * (4096 / Math.Clamp(bytes & -bytes, 64, 4096));

    /// <summary>How a block is cut. Looks at the sizes only: large pieces pack and read less, but some are needed to keep a few threads equally
    /// busy.</summary>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="packsRows">Whether each piece packs its rows: pieces below each other pack other rows, pieces side by side the same once more.</param>
    /// <returns>Rows and columns of a piece.</returns>
    public static (int Rows, int Columns) PieceOf(int rows, int columns, bool packsRows)
    {
        var (height, width) = (BlockRows, BlockColumns);
        while (Ceiling(rows, height) * Ceiling(columns, width) < PiecesWanted)
        {
            if (width > 128 && width >= 2 * height && !(packsRows && height > 32))
            {
                width /= 2;
            }
            else if (height > 16)
            {
                height /= 2;
            }
            else
            {
                break;
            }
        }
        return (RoundUp(height, TRows.Value), width);
    }

    // One or two blocks. What is packed comes first, so that it is under way when someone waits for it.
    private struct Job : IPieces
    {
        public Block First;
        public Block Second;
        private int packedOfFirst;
        private int packedOfSecond;

        [MethodImpl(JitHints.Kernel)]
        public void Run(int piece)
        {
            if (piece < First.PackPieces)
            {
                First.Pack(piece);
                Interlocked.Increment(ref packedOfFirst);
                return;
            }
            piece -= First.PackPieces;
            if (piece < Second.PackPieces)
            {
                Second.Pack(piece);
                Interlocked.Increment(ref packedOfSecond);
                return;
            }
            piece -= Second.PackPieces;
            if (piece < First.Pieces)
            {
                WorkerPool.Await(ref packedOfFirst, First.PackPieces);
                First.Multiply(piece);
                return;
            }
            WorkerPool.Await(ref packedOfSecond, Second.PackPieces);
            Second.Multiply(piece - First.Pieces);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Ceiling(int a, int b) => (a + b - 1) / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int RoundUp(int a, int b) => Ceiling(a, b) * b;
}
