using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>Which parts of A and B are packed, and where they go.</content>
internal static unsafe partial class GemmBlocks<T, TV, TRows>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
    where TRows : IConstant
{
    private const int ColumnsPackedAtOnce = 128;
    private const int TermsPackedAtOnce = 128; // whole cache lines of a transposed B

    private partial struct Block
    {
        /// <summary>The number of pieces that pack B; none where it is read in place.</summary>
        public readonly int PackPieces =>
            packsB ? Ceiling(columns, ColumnsPackedAtOnce) * Ceiling(terms, TermsPackedAtOnce) : 0;

        public readonly nint PackedLength =>
            packsB ? (nint)terms * RoundUp(columns, PanelWidth) : 0;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Pack(int piece)
        {
            var (part, strip) = Math.DivRem(piece, Ceiling(columns, ColumnsPackedAtOnce));
            var first = part * TermsPackedAtOnce;
            var count = Math.Min(TermsPackedAtOnce, terms - first);
            var start = strip * ColumnsPackedAtOnce;
            var end = Math.Min(start + ColumnsPackedAtOnce, columns);
            var b = product.B + (term + first) * product.StepB + column * product.ColumnB;
            var packed = Packed + (nint)first * PanelWidth;
            if (product.ColumnB == 1)
            {
                var whole = (end - start) / PanelWidth;
                GemmPacking<T, TV>.Panels(
                    b + start,
                    product.StepB,
                    count,
                    whole,
                    packed + (nint)start * terms,
                    (nint)PanelWidth * terms
                );
                start += whole * PanelWidth;
            }
            for (var j = start; j < end; j += PanelWidth)
            {
                var width = Math.Min(PanelWidth, end - j);
                var source = b + j * product.ColumnB;
                var panel = packed + (nint)j * terms;
                if (product.ColumnB == 1)
                {
                    GemmPacking<T, TV>.Columns(source, product.StepB, count, width, panel);
                }
                else
                {
                    GemmPacking<T, TV>.TransposedColumns(
                        source,
                        product.ColumnB,
                        count,
                        width,
                        panel
                    );
                }
            }
        }

        private readonly T* PackRows(T* a, int rows)
        {
            var packed = Scratch.Get<T>(Scratch.Slot.A, (nint)terms * RoundUp(rows, TRows.Value));
            // Sixteen terms of all rows at a time: a cache line is read once, though two panels take from it.
            for (var first = 0; first < terms; first += 16)
            {
                var count = Math.Min(16, terms - first);
                for (var i = 0; i < rows; i += TRows.Value)
                {
                    GemmPacking<T, TV>.TransposedRows(
                        a + first * product.StepA + i,
                        product.StepA,
                        count,
                        Math.Min(TRows.Value, rows - i),
                        TRows.Value,
                        packed + (nint)i * terms + first * TRows.Value
                    );
                }
            }
            return packed;
        }
    }
}
