using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TinyAutograd.Kernels;

/// <summary>The two inner loops of a reduction: along a row, and down the columns of a matrix.</summary>
internal static class RowReduction
{
    // Rows below this length are joined from left to right at every vector width.
    private const int ShortRow = 8;

    /// <summary>All elements of a non-empty row joined.</summary>
    [MethodImpl(JitHints.Kernel)]
    public static T Row<T, TReducer>(ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        var width = Vector<T>.Count;
        ref var first = ref MemoryMarshal.GetReference(x);
        if (x.Length < Math.Max(width, ShortRow))
        {
            var sum = first;
            for (var i = 1; i < x.Length; i++)
            {
                sum = TReducer.Join(sum, x[i]);
            }
            return sum;
        }
        var position = width;
        var total = Vector.LoadUnsafe(ref first);
        if (x.Length >= 4 * width)
        {
            // Four sums at a time hide the latency of the addition.
            var (a, b, c, d) = (
                total,
                Vector.LoadUnsafe(ref first, (nuint)width),
                Vector.LoadUnsafe(ref first, (nuint)(2 * width)),
                Vector.LoadUnsafe(ref first, (nuint)(3 * width))
            );
            for (position = 4 * width; position <= x.Length - 4 * width; position += 4 * width)
            {
                a = TReducer.Join(a, Vector.LoadUnsafe(ref first, (nuint)position));
                b = TReducer.Join(b, Vector.LoadUnsafe(ref first, (nuint)(position + width)));
                c = TReducer.Join(c, Vector.LoadUnsafe(ref first, (nuint)(position + 2 * width)));
                d = TReducer.Join(d, Vector.LoadUnsafe(ref first, (nuint)(position + 3 * width)));
            }
            total = TReducer.Join(TReducer.Join(a, b), TReducer.Join(c, d));
        }
        for (; position <= x.Length - width; position += width)
        {
            total = TReducer.Join(total, Vector.LoadUnsafe(ref first, (nuint)position));
        }
        var result = Lanes<T, TReducer>(total);
        for (; position < x.Length; position++)
        {
            result = TReducer.Join(result, Unsafe.Add(ref first, position));
        }
        return result;
    }

    // Half against half, as far as registers go.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe T Lanes<T, TReducer>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        Vector128<T> half;
        if (sizeof(Vector<T>) == sizeof(Vector128<T>))
        {
            half = x.AsVector128();
        }
        else if (sizeof(Vector<T>) == sizeof(Vector256<T>))
        {
            var whole = x.AsVector256();
            half = TReducer.Join(whole.GetLower(), whole.GetUpper());
        }
        else
        {
            var whole = x.AsVector512();
            var (lower, upper) = (whole.GetLower(), whole.GetUpper());
            half = TReducer.Join(
                TReducer.Join(lower.GetLower(), lower.GetUpper()),
                TReducer.Join(upper.GetLower(), upper.GetUpper())
            );
        }
        if (Vector128<T>.Count == 4)
        {
            half = TReducer.Join(half, Vector128.Create(half.GetUpper(), half.GetUpper()));
        }
        return TReducer.Join(half[0], half[1]);
    }

    /// <summary>Each column of a matrix (rows ≥ 1, columns) joined, from the first row to the last.</summary>
    public static void Columns<T, TReducer>(ReadOnlySpan<T> x, int rows, int columns, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        Check.SameLength(rows * columns, x.Length, nameof(x));
        Check.SameLength(columns, y.Length, nameof(y));
        if (columns < Vector<T>.Count)
        {
            NarrowColumns<T, TReducer>(x, rows, columns, y);
        }
        else
        {
            WideColumns<T, TReducer>(x, rows, columns, y);
        }
    }

    [MethodImpl(JitHints.Kernel)]
    private static void WideColumns<T, TReducer>(
        ReadOnlySpan<T> x,
        int rows,
        int columns,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        var width = Vector<T>.Count;
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(y);
        var column = 0;
        for (; column <= columns - 4 * width; column += 4 * width)
        {
            ref var source = ref Unsafe.Add(ref first, column);
            var (a, b, c, d) = (
                Vector.LoadUnsafe(ref source),
                Vector.LoadUnsafe(ref source, (nuint)width),
                Vector.LoadUnsafe(ref source, (nuint)(2 * width)),
                Vector.LoadUnsafe(ref source, (nuint)(3 * width))
            );
            for (var row = 1; row < rows; row++)
            {
                source = ref Unsafe.Add(ref source, columns);
                a = TReducer.Join(a, Vector.LoadUnsafe(ref source));
                b = TReducer.Join(b, Vector.LoadUnsafe(ref source, (nuint)width));
                c = TReducer.Join(c, Vector.LoadUnsafe(ref source, (nuint)(2 * width)));
                d = TReducer.Join(d, Vector.LoadUnsafe(ref source, (nuint)(3 * width)));
            }
            a.StoreUnsafe(ref target, (nuint)column);
            b.StoreUnsafe(ref target, (nuint)(column + width));
            c.StoreUnsafe(ref target, (nuint)(column + 2 * width));
            d.StoreUnsafe(ref target, (nuint)(column + 3 * width));
        }
        while (column < columns)
        {
            // The last strip may overlap the one before it: the same columns, joined in the same order.
            column = Math.Min(column, columns - width);
            ref var source = ref Unsafe.Add(ref first, column);
            var a = Vector.LoadUnsafe(ref source);
            for (var row = 1; row < rows; row++)
            {
                source = ref Unsafe.Add(ref source, columns);
                a = TReducer.Join(a, Vector.LoadUnsafe(ref source));
            }
            a.StoreUnsafe(ref target, (nuint)column);
            column += width;
        }
    }

    // Fewer columns than a vector has lanes: several rows are taken as one, and their results joined at the end.
    private static void NarrowColumns<T, TReducer>(
        ReadOnlySpan<T> x,
        int rows,
        int columns,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        var together = 4 * Vector<T>.Count / columns;
        var wideRows = rows / together;
        var done = 0;
        if (wideRows > 1)
        {
            Span<T> joined = stackalloc T[together * columns];
            done = wideRows * together;
            WideColumns<T, TReducer>(x[..(done * columns)], wideRows, together * columns, joined);
            JoinRows<T, TReducer>(joined, columns, y);
        }
        else
        {
            x[..columns].CopyTo(y);
            done = 1;
        }
        AccumulateRows<T, TReducer>(x[(done * columns)..], columns, y);
    }

    private static void JoinRows<T, TReducer>(ReadOnlySpan<T> x, int columns, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        x[..columns].CopyTo(y);
        AccumulateRows<T, TReducer>(x[columns..], columns, y);
    }

    private static void AccumulateRows<T, TReducer>(ReadOnlySpan<T> x, int columns, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        for (; !x.IsEmpty; x = x[columns..])
        {
            for (var column = 0; column < columns; column++)
            {
                y[column] = TReducer.Join(y[column], x[column]);
            }
        }
    }
}
