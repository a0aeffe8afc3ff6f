using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>
/// The heart of the matrix product: a tile of C stays in registers while the terms pass by. Each term reads one or two vectors of B
/// and multiplies them by one number of each row of A.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TV">The vector.</typeparam>
/// <typeparam name="TRows">Rows of the tile: 4, 6 or 8. Eight by two vectors need 19 registers, six by two 15.</typeparam>
/// <typeparam name="TColumns">Vectors in a row of the tile: 1 or 2.</typeparam>
/// <typeparam name="TEdge">
/// 0: all vectors are full. 1: the last vector is partly written. 2: it is partly read, too, as B is not packed (packed B is padded).
/// </typeparam>
internal static unsafe class GemmTile<T, TV, TRows, TColumns, TEdge>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
    where TRows : IConstant
    where TColumns : IConstant
    where TEdge : IConstant
{
    private static bool MasksLoads => TEdge.Value == 2;

    private static bool MasksStores => TEdge.Value != 0;

    /// <summary>Computes a tile.</summary>
    /// <param name="t">Where.</param>
    [MethodImpl(JitHints.Kernel)]
    public static void Multiply(ref TileArguments<T> t)
    {
        var mask = MasksStores ? TV.FirstMask(t.LastColumns) : default;
        var last = t.LastColumns;
        // Rows that the tile has and C lacks repeat the last row: they are computed and never written.
        var row = t.RowA;
        var lastRow = (t.Rows - 1) * row;
        var a0 = t.A;
        var a1 = a0 + Math.Min(1 * row, lastRow);
        var a2 = a0 + Math.Min(2 * row, lastRow);
        var a3 = a0 + Math.Min(3 * row, lastRow);
        var a4 = a0 + Math.Min(4 * row, lastRow);
        var a5 = a0 + Math.Min(5 * row, lastRow);
        var a6 = a0 + Math.Min(6 * row, lastRow);
        var a7 = a0 + Math.Min(7 * row, lastRow);
        var b = t.B;
        var stepA = t.StepA;
        var stepB = t.StepB;
        TV x0 = default,
            x1 = default,
            x2 = default,
            x3 = default,
            x4 = default,
            x5 = default,
            x6 = default,
            x7 = default;
        TV y0 = default,
            y1 = default,
            y2 = default,
            y3 = default,
            y4 = default,
            y5 = default,
            y6 = default,
            y7 = default;
        PrefetchRows(t);
        nint p = 0;
        for (var terms = t.Terms; terms > 0; terms--)
        {
            var u = MasksLoads && TColumns.Value == 1 ? TV.LoadFirst(b, last, mask) : TV.Load(b);
            var v =
                TColumns.Value == 1 ? default
                : MasksLoads ? TV.LoadFirst(b + TV.Count, last, mask)
                : TV.Load(b + TV.Count);
            b += stepB;
            var s0 = TV.Broadcast(a0[p]);
            x0 = TV.MultiplyAdd(s0, u, x0);
            y0 = TColumns.Value == 2 ? TV.MultiplyAdd(s0, v, y0) : y0;
            var s1 = TV.Broadcast(a1[p]);
            x1 = TV.MultiplyAdd(s1, u, x1);
            y1 = TColumns.Value == 2 ? TV.MultiplyAdd(s1, v, y1) : y1;
            var s2 = TV.Broadcast(a2[p]);
            x2 = TV.MultiplyAdd(s2, u, x2);
            y2 = TColumns.Value == 2 ? TV.MultiplyAdd(s2, v, y2) : y2;
            var s3 = TV.Broadcast(a3[p]);
            x3 = TV.MultiplyAdd(s3, u, x3);
            y3 = TColumns.Value == 2 ? TV.MultiplyAdd(s3, v, y3) : y3;
            if (TRows.Value > 4)
            {
                var s4 = TV.Broadcast(a4[p]);
                x4 = TV.MultiplyAdd(s4, u, x4);
                y4 = TColumns.Value == 2 ? TV.MultiplyAdd(s4, v, y4) : y4;
                var s5 = TV.Broadcast(a5[p]);
                x5 = TV.MultiplyAdd(s5, u, x5);
                y5 = TColumns.Value == 2 ? TV.MultiplyAdd(s5, v, y5) : y5;
            }
            if (TRows.Value > 6)
            {
                var s6 = TV.Broadcast(a6[p]);
                x6 = TV.MultiplyAdd(s6, u, x6);
                y6 = TColumns.Value == 2 ? TV.MultiplyAdd(s6, v, y6) : y6;
                var s7 = TV.Broadcast(a7[p]);
                x7 = TV.MultiplyAdd(s7, u, x7);
                y7 = TColumns.Value == 2 ? TV.MultiplyAdd(s7, v, y7) : y7;
            }
            p += stepA;
        }

        StoreRow(ref t, 0, x0, y0, mask, MasksStores);
        if (t.Rows > 1)
        {
            StoreRow(ref t, 1, x1, y1, mask, MasksStores);
        }
        if (t.Rows > 2)
        {
            StoreRow(ref t, 2, x2, y2, mask, MasksStores);
        }
        if (t.Rows > 3)
        {
            StoreRow(ref t, 3, x3, y3, mask, MasksStores);
        }
        if (TRows.Value > 4 && t.Rows > 4)
        {
            StoreRow(ref t, 4, x4, y4, mask, MasksStores);
        }
        if (TRows.Value > 4 && t.Rows > 5)
        {
            StoreRow(ref t, 5, x5, y5, mask, MasksStores);
        }
        if (TRows.Value > 6 && t.Rows > 6)
        {
            StoreRow(ref t, 6, x6, y6, mask, MasksStores);
        }
        if (TRows.Value > 6 && t.Rows > 7)
        {
            StoreRow(ref t, 7, x7, y7, mask, MasksStores);
        }
    }

    // C comes while the terms pass by; few terms leave it no time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchRows(in TileArguments<T> t)
    {
        if (t.Terms <= 64)
        {
            return;
        }
        for (nint row = 0; row < t.Rows; row++)
        {
            var c = t.C + row * t.RowC;
            Prefetch.Line(c);
            if (TColumns.Value == 2)
            {
                Prefetch.Line(c + TV.Count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(ref TileArguments<T> t, nint row, TV x, TV y, TV mask, bool masks)
    {
        var c = t.C + row * t.RowC;
        var last = t.LastColumns;
        if (TColumns.Value == 1)
        {
            StoreVector(c, t.Bias, x, mask, masks, last, t.Accumulates);
            return;
        }
        StoreVector(c, t.Bias, x, mask, false, last, t.Accumulates);
        StoreVector(
            c + TV.Count,
            t.Bias == null ? null : t.Bias + TV.Count,
            y,
            mask,
            masks,
            last,
            t.Accumulates
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreVector(
        T* c,
        T* bias,
        TV sum,
        TV mask,
        bool masks,
        int count,
        bool accumulates
    )
    {
        if (accumulates)
        {
            sum = (masks ? TV.LoadFirst(c, count, mask) : TV.Load(c)) + sum;
        }
        if (bias != null)
        {
            sum += masks ? TV.LoadFirst(bias, count, mask) : TV.Load(bias);
        }
        if (masks)
        {
            TV.StoreFirst(c, count, mask, sum);
        }
        else
        {
            TV.Store(c, sum);
        }
    }
}
