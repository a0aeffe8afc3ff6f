using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TinyAutograd.Kernels;

/// <summary>Copies operands into the order in which the tiles read them.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TV">The vector.</typeparam>
internal static unsafe class GemmPacking<T, TV>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
{
    private const int RowsAhead = 4; // that are asked for while one is packed
    private const int LinesAhead = 2; // likewise, of each column of a transposed B

    // Elements in a cache line.
    private static int Line => 64 / sizeof(T);

    /// <summary>Elements in a row of a panel of B: two vectors.</summary>
    public static int PanelWidth => 2 * TV.Count;

    /// <summary>Packs fewer than <see cref="PanelWidth"/> columns of a row-major B; missing columns become zeros.</summary>
    /// <param name="b">The first row of the columns.</param>
    /// <param name="step">Elements between rows.</param>
    /// <param name="terms">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="panel">Room for <paramref name="terms"/> rows of <see cref="PanelWidth"/>.</param>
    [MethodImpl(JitHints.Kernel)]
    public static void Columns(T* b, nint step, int terms, int columns, T* panel)
    {
        var count = TV.Count;
        var (first, second) = (Math.Min(columns, count), Math.Max(columns - count, 0));
        var (maskOfFirst, maskOfSecond) = (TV.FirstMask(first), TV.FirstMask(second));
        for (; terms > 0; terms--, b += step, panel += 2 * count)
        {
            TV.Store(panel, TV.LoadFirst(b, first, maskOfFirst));
            TV.Store(panel + count, TV.LoadFirst(b + count, second, maskOfSecond));
        }
    }

    /// <summary>Packs several whole panels of a row-major B, row by row: what lies side by side is read together.</summary>
    /// <param name="b">The first row of the columns.</param>
    /// <param name="step">Elements between rows.</param>
    /// <param name="terms">The number of rows.</param>
    /// <param name="count">The number of panels.</param>
    /// <param name="panels">The first row of the first panel: <paramref name="terms"/> rows of <see cref="PanelWidth"/> are written.</param>
    /// <param name="panel">Elements from one panel to the next.</param>
    [MethodImpl(JitHints.Kernel)]
    public static void Panels(T* b, nint step, int terms, int count, T* panels, nint panel)
    {
        for (; terms > 0; terms--, b += step, panels += PanelWidth)
        {
            var source = b;
            var target = panels;
            for (var i = count; i > 0; i--, source += PanelWidth, target += panel)
            {
                Prefetch.Line(source + RowsAhead * step);
                Prefetch.Line(source + RowsAhead * step + TV.Count);
                TV.Store(target, TV.Load(source));
                TV.Store(target + TV.Count, TV.Load(source + TV.Count));
            }
        }
    }

    /// <summary>Packs up to <see cref="PanelWidth"/> columns of a transposed B, whose columns are stored as rows.</summary>
    /// <param name="b">The first column.</param>
    /// <param name="row">Elements between columns.</param>
    /// <param name="terms">The number of terms.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="panel">Room for <paramref name="terms"/> rows of <see cref="PanelWidth"/>.</param>
    [MethodImpl(JitHints.Kernel)]
    public static void TransposedColumns(T* b, nint row, int terms, int columns, T* panel)
    {
        var width = PanelWidth;
        if (columns < width)
        {
            // Zeros rather than leftovers: those could be NaN or subnormal, which some processors multiply slowly.
            new Span<T>(panel, terms * width).Clear();
        }
        // A cache line of each column at a time: it is read once, and the panel's rows that it fills are still near.
        for (var p = 0; p < terms; p += Line)
        {
            TransposeLines(b + p, row, Math.Min(Line, terms - p), columns, panel + (nint)p * width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeLines(T* b, nint row, int terms, int columns, T* panel)
    {
        var width = PanelWidth;
        var j = 0;
        while (typeof(T) == typeof(float) && Avx.IsSupported && terms % 8 == 0 && j + 8 <= columns)
        {
            for (var column = 0; column < 8; column++)
            {
                Prefetch.Line(b + column * row + LinesAhead * Line);
            }
            for (var p = 0; p < terms; p += 8)
            {
                Transpose8((float*)b + p, row, (float*)panel + p * width + j, width);
            }
            j += 8;
            b += 8 * row;
        }
        for (; j + 4 <= columns; j += 4, b += 4 * row)
        {
            var p = 0;
            for (; p + 4 <= terms; p += 4)
            {
                Transpose4(b + p, row, panel + (nint)p * width + j, width);
            }
            for (; p < terms; p++)
            {
                var target = panel + (nint)p * width + j;
                target[0] = b[p];
                target[1] = b[p + row];
                target[2] = b[p + 2 * row];
                target[3] = b[p + 3 * row];
            }
        }
        for (; j < columns; j++, b += row)
        {
            for (var p = 0; p < terms; p++)
            {
                panel[(nint)p * width + j] = b[p];
            }
        }
    }

    /// <summary>Packs the rows of a transposed A, which is stored term by term.</summary>
    /// <param name="a">The first row's first term.</param>
    /// <param name="step">Elements between terms.</param>
    /// <param name="terms">The number of terms.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="height">Rows of a panel.</param>
    /// <param name="panel">Room for <paramref name="terms"/> times <paramref name="height"/>.</param>
    [MethodImpl(JitHints.Kernel)]
    public static void TransposedRows(T* a, nint step, int terms, int rows, int height, T* panel)
    {
        // Copies of a constant size are one or two moves.
        if (rows == 8 && height == 8)
        {
            for (; terms > 0; terms--, a += step, panel += 8)
            {
                Unsafe.CopyBlockUnaligned(panel, a, 8 * (uint)sizeof(T));
            }
            return;
        }
        if (rows == 6 && height == 6)
        {
            for (; terms > 0; terms--, a += step, panel += 6)
            {
                Unsafe.CopyBlockUnaligned(panel, a, 6 * (uint)sizeof(T));
            }
            return;
        }
        for (; terms > 0; terms--, a += step, panel += height)
        {
            for (var i = 0; i < rows; i++)
            {
                panel[i] = a[i];
            }
        }
    }

    /// <summary>Four rows of four become four columns.</summary>
    /// <param name="source">The first row.</param>
    /// <param name="row">Elements between rows.</param>
    /// <param name="target">The first row of the result.</param>
    /// <param name="step">Elements between rows of the result.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose4(T* source, nint row, T* target, nint step)
    {
        if (typeof(T) == typeof(float) && Sse.IsSupported)
        {
            var s = (float*)source;
            var t = (float*)target;
            var (r0, r1) = (Vector128.Load(s), Vector128.Load(s + row));
            var (r2, r3) = (Vector128.Load(s + 2 * row), Vector128.Load(s + 3 * row));
            var (u0, u1) = (Sse.UnpackLow(r0, r1), Sse.UnpackLow(r2, r3));
            var (u2, u3) = (Sse.UnpackHigh(r0, r1), Sse.UnpackHigh(r2, r3));
            Sse.MoveLowToHigh(u0, u1).Store(t);
            Sse.MoveHighToLow(u1, u0).Store(t + step);
            Sse.MoveLowToHigh(u2, u3).Store(t + 2 * step);
            Sse.MoveHighToLow(u3, u2).Store(t + 3 * step);
        }
        else if (typeof(T) == typeof(double) && Avx.IsSupported)
        {
            var s = (double*)source;
            var t = (double*)target;
            var (r0, r1) = (Vector256.Load(s), Vector256.Load(s + row));
            var (r2, r3) = (Vector256.Load(s + 2 * row), Vector256.Load(s + 3 * row));
            var (u0, u1) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1));
            var (u2, u3) = (Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
            Avx.Permute2x128(u0, u2, 0x20).Store(t);
            Avx.Permute2x128(u1, u3, 0x20).Store(t + step);
            Avx.Permute2x128(u0, u2, 0x31).Store(t + 2 * step);
            Avx.Permute2x128(u1, u3, 0x31).Store(t + 3 * step);
        }
        else
        {
            for (var i = 0; i < 16; i++)
            {
                target[(i >> 2) * step + (i & 3)] = source[(i & 3) * row + (i >> 2)];
            }
        }
    }

    // Eight rows of eight become eight columns: pairs, fours, then halves change places.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose8(float* s, nint row, float* t, nint step)
    {
        var (r0, r1) = (Vector256.Load(s), Vector256.Load(s + row));
        var (r2, r3) = (Vector256.Load(s + 2 * row), Vector256.Load(s + 3 * row));
        var (r4, r5) = (Vector256.Load(s + 4 * row), Vector256.Load(s + 5 * row));
        var (r6, r7) = (Vector256.Load(s + 6 * row), Vector256.Load(s + 7 * row));
        var (p0, p1) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1));
        var (p2, p3) = (Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        var (p4, p5) = (Avx.UnpackLow(r4, r5), Avx.UnpackHigh(r4, r5));
        var (p6, p7) = (Avx.UnpackLow(r6, r7), Avx.UnpackHigh(r6, r7));
        var (f0, f1) = (Avx.Shuffle(p0, p2, 0x44), Avx.Shuffle(p0, p2, 0xEE));
        var (f2, f3) = (Avx.Shuffle(p1, p3, 0x44), Avx.Shuffle(p1, p3, 0xEE));
        var (f4, f5) = (Avx.Shuffle(p4, p6, 0x44), Avx.Shuffle(p4, p6, 0xEE));
        var (f6, f7) = (Avx.Shuffle(p5, p7, 0x44), Avx.Shuffle(p5, p7, 0xEE));
        Avx.Permute2x128(f0, f4, 0x20).Store(t);
        Avx.Permute2x128(f1, f5, 0x20).Store(t + step);
        Avx.Permute2x128(f2, f6, 0x20).Store(t + 2 * step);
        Avx.Permute2x128(f3, f7, 0x20).Store(t + 3 * step);
        Avx.Permute2x128(f0, f4, 0x31).Store(t + 4 * step);
        Avx.Permute2x128(f1, f5, 0x31).Store(t + 5 * step);
        Avx.Permute2x128(f2, f6, 0x31).Store(t + 6 * step);
        Avx.Permute2x128(f3, f7, 0x31).Store(t + 7 * step);
    }
}
