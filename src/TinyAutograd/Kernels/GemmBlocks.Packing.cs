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
        private void Pack()
        {
            packedB = Scratch.Get<T>(Scratch.Slot.B, (nint)Terms * RoundUp(Columns, PanelWidth));
            packing = true;
            WorkerPool.Run(
                ref this,
                Ceiling(Columns, ColumnsPackedAtOnce) * Ceiling(Terms, TermsPackedAtOnce),
                (double)Columns * Terms / 4
            );
            packing = false;
        }

        [MethodImpl(JitHints.Kernel)]
        private readonly void PackPiece(int piece)
        {
            var (part, block) = Math.DivRem(piece, Ceiling(Columns, ColumnsPackedAtOnce));
            var first = part * TermsPackedAtOnce;
            var terms = Math.Min(TermsPackedAtOnce, Terms - first);
            var start = block * ColumnsPackedAtOnce;
            var end = Math.Min(start + ColumnsPackedAtOnce, Columns);
            var b = Product.B + (Term + first) * Product.StepB + Column * Product.ColumnB;
            var packed = packedB + (nint)first * PanelWidth;
            if (Product.ColumnB == 1)
            {
                var whole = (end - start) / PanelWidth;
                GemmPacking<T, TV>.Panels(
                    b + start,
                    Product.StepB,
                    terms,
                    whole,
                    packed + (nint)start * Terms,
                    (nint)PanelWidth * Terms
                );
                start += whole * PanelWidth;
            }
            for (var j = start; j < end; j += PanelWidth)
            {
                var width = Math.Min(PanelWidth, end - j);
                var source = b + j * Product.ColumnB;
                var panel = packed + (nint)j * Terms;
                if (Product.ColumnB == 1)
                {
                    GemmPacking<T, TV>.Columns(source, Product.StepB, terms, width, panel);
                }
                else
                {
                    GemmPacking<T, TV>.TransposedColumns(
                        source,
                        Product.ColumnB,
                        terms,
                        width,
                        panel
                    );
                }
            }
        }

        private readonly T* PackRows(T* a, int rows)
        {
            var packed = Scratch.Get<T>(Scratch.Slot.A, (nint)Terms * RoundUp(rows, TRows.Value));
            // Sixteen terms of all rows at a time: a cache line is read once, though two panels take from it.
            for (var term = 0; term < Terms; term += 16)
            {
                var terms = Math.Min(16, Terms - term);
                for (var i = 0; i < rows; i += TRows.Value)
                {
                    GemmPacking<T, TV>.TransposedRows(
                        a + term * Product.StepA + i,
                        Product.StepA,
                        terms,
                        Math.Min(TRows.Value, rows - i),
                        TRows.Value,
                        packed + (nint)i * Terms + term * TRows.Value
                    );
                }
            }
            return packed;
        }
    }
}
