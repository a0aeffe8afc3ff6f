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

    /// <summary>Computes tiles, until no row is left.</summary>
    /// <param name="t">Where.</param>
    [MethodImpl(JitHints.Kernel)]
    public static void Multiply(ref TileArguments<T> t)
    {
        var mask = MasksStores ? TV.FirstMask(t.LastColumns) : default;
        var last = t.LastColumns;
        var a0 = t.A;
        var c = t.C;
        for (var rows = t.Rows; rows > 0; rows -= TRows.Value)
        {
            // Rows that the tile has and C lacks repeat the last row: they are computed and never written.
            var row = t.RowA;
            var lastRow = (Math.Min(rows, TRows.Value) - 1) * row;
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
            PrefetchRows(t, c, rows);
            nint p = 0;
            for (var terms = t.Terms; terms > 0; terms--)
            {
                var u =
                    MasksLoads && TColumns.Value == 1 ? TV.LoadFirst(b, last, mask) : TV.Load(b);
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

            if (t.Bias != null)
            {
                var (bias0, bias1) = LoadRow(t.Bias, last, mask);
                (x0, x1, x2, x3) = (x0 + bias0, x1 + bias0, x2 + bias0, x3 + bias0);
                (y0, y1, y2, y3) = (y0 + bias1, y1 + bias1, y2 + bias1, y3 + bias1);
                (x4, x5, x6, x7) = (x4 + bias0, x5 + bias0, x6 + bias0, x7 + bias0);
                (y4, y5, y6, y7) = (y4 + bias1, y5 + bias1, y6 + bias1, y7 + bias1);
            }
            var accumulates = t.Accumulates;
            row = t.RowC;
            var tile = c;
            StoreRow(tile, x0, y0, last, mask, accumulates);
            if (rows > 1)
            {
                StoreRow(tile += row, x1, y1, last, mask, accumulates);
            }
            if (rows > 2)
            {
                StoreRow(tile += row, x2, y2, last, mask, accumulates);
            }
            if (rows > 3)
            {
                StoreRow(tile += row, x3, y3, last, mask, accumulates);
            }
            if (TRows.Value > 4 && rows > 4)
            {
                StoreRow(tile += row, x4, y4, last, mask, accumulates);
            }
            if (TRows.Value > 4 && rows > 5)
            {
                StoreRow(tile += row, x5, y5, last, mask, accumulates);
            }
            if (TRows.Value > 6 && rows > 6)
            {
                StoreRow(tile += row, x6, y6, last, mask, accumulates);
            }
            if (TRows.Value > 6 && rows > 7)
            {
                StoreRow(tile + row, x7, y7, last, mask, accumulates);
            }
            a0 += t.TileA;
            c += TRows.Value * t.RowC;
        }
    }

    // C comes while the terms pass by; few terms leave it no time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchRows(in TileArguments<T> t, T* c, int rows)
    {
        if (t.Terms <= 64)
        {
            return;
        }
        for (rows = Math.Min(rows, TRows.Value); rows > 0; rows--, c += t.RowC)
        {
            Prefetch.Line(c);
            if (TColumns.Value == 2)
            {
                Prefetch.Line(c + TV.Count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TV, TV) LoadRow(T* row, int last, TV mask)
    {
        var end = row + (TColumns.Value - 1) * TV.Count;
        var v = MasksStores ? TV.LoadFirst(end, last, mask) : TV.Load(end);
        return TColumns.Value == 1 ? (v, default) : (TV.Load(row), v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(T* c, TV x, TV y, int last, TV mask, bool accumulates)
    {
        if (accumulates)
        {
            var (c0, c1) = LoadRow(c, last, mask);
            (x, y) = (c0 + x, c1 + y);
        }
        if (TColumns.Value == 2)
        {
            TV.Store(c, x);
            c += TV.Count;
            x = y;
        }
        if (MasksStores)
        {
            TV.StoreFirst(c, last, mask, x);
        }
        else
        {
            TV.Store(c, x);
        }
    }
}
