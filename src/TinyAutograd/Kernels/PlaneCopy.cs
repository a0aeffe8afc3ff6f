using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyAutograd.Kernels;

/// <summary>The inner loops of <see cref="StridedCopy"/>: rows by columns, by the way each side runs.</summary>
internal static class PlaneCopy
{
    // A tile of a transposition touches this many cache lines on either side.
    private const int Tile = 16;

    public static void Copy<T>(
        ref readonly T x,
        ref T y,
        StridedCopy.Axis rows,
        StridedCopy.Axis columns
    )
        where T : unmanaged
    {
        ref var source = ref Unsafe.AsRef(in x);
        switch (columns.X, columns.Y)
        {
            case (1, 1):
                CopyRows(ref source, ref y, rows, columns.Size);
                break;
            case (-1, 1):
                ReverseRows(ref source, ref y, rows, columns.Size);
                break;
            case (0, 1):
                FillRows(ref source, ref y, rows, columns.Size);
                break;
            case (_, 1) when rows.X == 1:
                Transpose(ref source, ref y, rows, columns);
                break;
            default:
                CopyElements(ref source, ref y, rows, columns);
                break;
        }
    }

    private static void CopyRows<T>(ref T x, ref T y, StridedCopy.Axis rows, int columns)
        where T : unmanaged
    {
        for (nint row = 0; row < rows.Size; row++)
        {
            MemoryMarshal
                .CreateReadOnlySpan(ref Unsafe.Add(ref x, row * rows.X), columns)
                .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref y, row * rows.Y), columns));
        }
    }

    private static void ReverseRows<T>(ref T x, ref T y, StridedCopy.Axis rows, int columns)
        where T : unmanaged
    {
        for (nint row = 0; row < rows.Size; row++)
        {
            ref var first = ref Unsafe.Add(ref x, row * rows.X - (columns - 1));
            var target = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref y, row * rows.Y), columns);
            MemoryMarshal.CreateReadOnlySpan(ref first, columns).CopyTo(target);
            target.Reverse();
        }
    }

    private static void FillRows<T>(ref T x, ref T y, StridedCopy.Axis rows, int columns)
        where T : unmanaged
    {
        for (nint row = 0; row < rows.Size; row++)
        {
            MemoryMarshal
                .CreateSpan(ref Unsafe.Add(ref y, row * rows.Y), columns)
                .Fill(Unsafe.Add(ref x, row * rows.X));
        }
    }

    // x runs down the rows, y along the columns: tile by tile, so that each cache line is fetched once.
    [MethodImpl(JitHints.Kernel)]
    private static void Transpose<T>(
        ref T x,
        ref T y,
        StridedCopy.Axis rows,
        StridedCopy.Axis columns
    )
        where T : unmanaged
    {
        for (nint firstColumn = 0; firstColumn < columns.Size; firstColumn += Tile)
        {
            var width = Math.Min(Tile, columns.Size - firstColumn);
            for (nint row = 0; row < rows.Size; row++)
            {
                ref var source = ref Unsafe.Add(ref x, row + firstColumn * columns.X);
                ref var target = ref Unsafe.Add(ref y, row * rows.Y + firstColumn);
                for (nint column = 0; column < width; column++)
                {
                    Unsafe.Add(ref target, column) = Unsafe.Add(ref source, column * columns.X);
                }
            }
        }
    }

    [MethodImpl(JitHints.Kernel)]
    private static void CopyElements<T>(
        ref T x,
        ref T y,
        StridedCopy.Axis rows,
        StridedCopy.Axis columns
    )
        where T : unmanaged
    {
        for (nint row = 0; row < rows.Size; row++)
        {
            ref var source = ref Unsafe.Add(ref x, row * rows.X);
            ref var target = ref Unsafe.Add(ref y, row * rows.Y);
            for (nint column = 0; column < columns.Size; column++)
            {
                Unsafe.Add(ref target, column * columns.Y) = Unsafe.Add(
                    ref source,
                    column * columns.X
                );
            }
        }
    }
}
