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
        var block = new Block { Product = product };
        block.PacksB = PacksB(product);
        block.PacksA = PacksA(product);
        for (var column = 0; column < product.N; column += BlockColumns)
        {
            block.Column = column;
            block.Columns = Math.Min(BlockColumns, product.N - column);
            // With no terms there is still one block, which writes zeros and the bias.
            for (var term = 0; term == 0 || term < product.K; term += BlockTerms)
            {
                block.Term = term;
                block.Terms = Math.Min(BlockTerms, product.K - term);
                block.Multiply();
            }
        }
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

    // One block of columns and terms. It is a job twice: pieces pack B, then pieces multiply.
    private partial struct Block : IPieces
    {
        public GemmProduct<T> Product;
        public bool PacksA;
        public bool PacksB;
        public int Column;
        public int Columns;
        public int Term;
        public int Terms;
        private bool packing;
        private T* packedB;
        private int rowsOfPiece;
        private int columnsOfPiece;
        private int piecesAcross;

        [MethodImpl(JitHints.Kernel)]
        public void Multiply()
        {
            if (PacksB)
            {
                Pack();
            }
            var nanoseconds = (double)Product.M * Columns * Terms / (3 * TV.Count);
            if (nanoseconds < WorkerPool.LeastNanoseconds)
            {
                MultiplyPiece(0, Product.M, 0, Columns);
                return;
            }
            (rowsOfPiece, columnsOfPiece) = PieceOf(Product.M, Columns, PacksA);
            piecesAcross = Ceiling(Columns, columnsOfPiece);
            WorkerPool.Run(ref this, piecesAcross * Ceiling(Product.M, rowsOfPiece), nanoseconds);
        }

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run(int piece)
        {
            if (packing)
            {
                PackPiece(piece);
                return;
            }
            var row = piece / piecesAcross * rowsOfPiece;
            var column = piece % piecesAcross * columnsOfPiece;
            MultiplyPiece(
                row,
                Math.Min(rowsOfPiece, Product.M - row),
                column,
                Math.Min(columnsOfPiece, Columns - column)
            );
        }

        [MethodImpl(JitHints.Kernel)]
        private readonly void MultiplyPiece(int row, int rows, int column, int columns)
        {
            var a = Product.A + row * Product.RowA + Term * Product.StepA;
            TileArguments<T> t = default;
            (t.RowA, t.StepA, t.Terms) = (Product.RowA, Product.StepA, Terms);
            t.TileA = TRows.Value * Product.RowA;
            if (PacksA)
            {
                a = PackRows(a, rows);
                (t.RowA, t.StepA, t.TileA) = (1, TRows.Value, TRows.Value * (nint)Terms);
            }
            t.StepB = PacksB ? PanelWidth : Product.StepB;
            t.RowC = Product.RowC;
            t.Accumulates = Product.Accumulates || Term > 0;
            var tall = TallRows(rows);
            for (var j = column; j < column + columns; j += PanelWidth)
            {
                t.B = PacksB
                    ? packedB + (nint)j * Terms
                    : Product.B + Term * Product.StepB + Column + j;
                t.Bias = Product.Bias == null || Term > 0 ? null : Product.Bias + Column + j;
                t.A = a;
                t.C = Product.C + row * Product.RowC + Column + j;
                var width = Math.Min(PanelWidth, column + columns - j);
                if (tall > 0)
                {
                    t.Rows = tall;
                    MultiplyTiles<TRows>(ref t, width);
                }
                if (tall < rows)
                {
                    t.Rows = rows - tall;
                    t.A += tall / TRows.Value * t.TileA;
                    t.C += tall * Product.RowC;
                    var tileA = t.TileA;
                    t.TileA = 4 * t.RowA;
                    MultiplyTiles<Four>(ref t, width);
                    t.TileA = tileA;
                }
            }
        }

        // How many rows tall tiles take; tiles of four rows take the rest.
        private readonly int TallRows(int rows)
        {
            var rest = rows % TRows.Value;
            return rest > 4 ? rows
                // Eight rows are two tiles of four, or one of six and one that is half empty.
                : TRows.Value == 6 && rest == 2 && rows >= 8 && !PacksA ? rows - 8
                : rows - rest;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void MultiplyTiles<TTileRows>(ref TileArguments<T> t, int width)
            where TTileRows : IConstant
        {
            t.LastColumns = width > TV.Count ? width - TV.Count : width;
            if (width > TV.Count)
            {
                MultiplyTiles<TTileRows, Two>(ref t);
            }
            else
            {
                MultiplyTiles<TTileRows, One>(ref t);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void MultiplyTiles<TTileRows, TColumns>(ref TileArguments<T> t)
            where TTileRows : IConstant
            where TColumns : IConstant
        {
            if (t.LastColumns == TV.Count)
            {
                GemmTile<T, TV, TTileRows, TColumns, Zero>.Multiply(ref t);
            }
            else if (PacksB)
            {
                GemmTile<T, TV, TTileRows, TColumns, One>.Multiply(ref t);
            }
            else
            {
                GemmTile<T, TV, TTileRows, TColumns, Two>.Multiply(ref t);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Ceiling(int a, int b) => (a + b - 1) / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int RoundUp(int a, int b) => Ceiling(a, b) * b;
}
