using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>A block and how tiles cover it.</content>
internal static unsafe partial class GemmBlocks<T, TV, TRows>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
    where TRows : IConstant
{
    // One block of columns and terms: pieces pack B, then pieces multiply.
    private partial struct Block
    {
        private readonly GemmProduct<T> product;
        private readonly bool packsA;
        private readonly bool packsB;
        private readonly int column;
        private readonly int columns;
        private readonly int term;
        private readonly int terms;
        private readonly int rowsOfPiece;
        private readonly int columnsOfPiece;
        private readonly int piecesAcross;

        public Block(in GemmProduct<T> product, int column, int term)
        {
            this.product = product;
            packsA = PacksA(product);
            packsB = PacksB(product);
            this.column = column;
            columns = Math.Min(BlockColumns, product.N - column);
            this.term = term;
            terms = Math.Min(BlockTerms, product.K - term);
            (rowsOfPiece, columnsOfPiece) = PieceOf(product.M, columns, packsA);
            piecesAcross = Ceiling(columns, columnsOfPiece);
            Pieces = piecesAcross * Ceiling(product.M, rowsOfPiece);
        }

        /// <summary>The number of pieces that multiply.</summary>
        public int Pieces { get; }

        /// <summary>Room for <see cref="PackedLength"/> elements.</summary>
        public T* Packed;

        public readonly double Nanoseconds => (double)product.M * columns * terms / (3 * TV.Count);

        /// <summary>Packs and multiplies, all at once.</summary>
        [MethodImpl(JitHints.Kernel)]
        public readonly void Compute()
        {
            for (var piece = 0; piece < PackPieces; piece++)
            {
                Pack(piece);
            }
            MultiplyPiece(0, product.M, 0, columns);
        }

        [MethodImpl(JitHints.Kernel)]
        public readonly void Multiply(int piece)
        {
            var firstRow = piece / piecesAcross * rowsOfPiece;
            var firstColumn = piece % piecesAcross * columnsOfPiece;
            MultiplyPiece(
                firstRow,
                Math.Min(rowsOfPiece, product.M - firstRow),
                firstColumn,
                Math.Min(columnsOfPiece, columns - firstColumn)
            );
        }

        [MethodImpl(JitHints.Kernel)]
        private readonly void MultiplyPiece(int row, int rows, int left, int width)
        {
            var a = product.A + row * product.RowA + term * product.StepA;
            TileArguments<T> t = default;
            (t.RowA, t.StepA, t.Terms) = (product.RowA, product.StepA, terms);
            t.TileA = TRows.Value * product.RowA;
            if (packsA)
            {
                a = PackRows(a, rows);
                (t.RowA, t.StepA, t.TileA) = (1, TRows.Value, TRows.Value * (nint)terms);
            }
            t.StepB = packsB ? PanelWidth : product.StepB;
            t.RowC = product.RowC;
            t.Accumulates = product.Accumulates || term > 0;
            var tall = TallRows(rows);
            for (var j = left; j < left + width; j += PanelWidth)
            {
                t.B = packsB
                    ? Packed + (nint)j * terms
                    : product.B + term * product.StepB + column + j;
                t.Bias = product.Bias == null || term > 0 ? null : product.Bias + column + j;
                t.A = a;
                t.C = product.C + row * product.RowC + column + j;
                var columnsOfTile = Math.Min(PanelWidth, left + width - j);
                if (tall > 0)
                {
                    t.Rows = tall;
                    GemmTiles<T, TV, TRows>.Multiply(ref t, columnsOfTile, packsB);
                }
                if (tall < rows)
                {
                    t.Rows = rows - tall;
                    t.A += tall / TRows.Value * t.TileA;
                    t.C += tall * product.RowC;
                    var tileA = t.TileA;
                    t.TileA = 4 * t.RowA;
                    GemmTiles<T, TV, Four>.Multiply(ref t, columnsOfTile, packsB);
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
                : TRows.Value == 6 && rest == 2 && rows >= 8 && !packsA ? rows - 8
                : rows - rest;
        }
    }
}
