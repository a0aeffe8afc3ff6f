using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>
/// Softmax of rows of at most two vectors, the shape of small attention: a row is read once and stays in registers. A causal mask
/// leaves one column more from row to row; a first row that is not the first of its matrix continues there. Sums are those of longer rows.
/// </content>
internal static unsafe partial class SoftmaxKernel
{
    [MethodImpl(JitHints.Kernel)]
    private static void RowsOfOneVector<T, TV>(
        T* x,
        T* y,
        int length,
        int first,
        int count,
        bool isCausal
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
    {
        var (zero, lowest) = (TV.Broadcast(T.Zero), TV.Broadcast(T.NegativeInfinity));
        var edge = new RowEdge<T, TV>(length);
        var mask = TV.FirstMask(length);
        var used = isCausal ? first % length : length;
        for (var row = first; row < first + count; row++)
        {
            var at = (nint)row * length;
            if (isCausal)
            {
                used = used == length ? 1 : used + 1;
                mask = TV.FirstMask(used);
            }
            var v = TV.Select(mask, edge.Load(x + at, 0), lowest);
            var e = TV.Select(
                mask,
                VectorMath<T, TV>.ExpOfNegative(v - TV.Broadcast(TV.Largest(v))),
                zero
            );
            edge.Store(y + at, 0, e * TV.Broadcast(T.One / TV.Sum(e)));
        }
    }

    [MethodImpl(JitHints.Kernel)]
    private static void RowsOfTwoVectors<T, TV>(
        T* x,
        T* y,
        int length,
        int first,
        int count,
        bool isCausal
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
    {
        var (n, zero, lowest) = (TV.Count, TV.Broadcast(T.Zero), TV.Broadcast(T.NegativeInfinity));
        var edge = new RowEdge<T, TV>(length);
        var (mask0, mask1) = (TV.FirstMask(n), TV.FirstMask(length - n));
        var used = isCausal ? first % length : length;
        for (var row = first; row < first + count; row++)
        {
            var at = (nint)row * length;
            if (isCausal)
            {
                used = used == length ? 1 : used + 1;
                mask0 = TV.FirstMask(used);
                mask1 = TV.FirstMask(used - n); // of nothing, for the upper rows
            }
            var v0 = TV.Select(mask0, TV.Load(x + at), lowest);
            var v1 = TV.Select(mask1, edge.Load(x + at, n), lowest);
            var largest = TV.Broadcast(TV.Largest(TV.Max(v0, v1)));
            var e0 = TV.Select(mask0, VectorMath<T, TV>.ExpOfNegative(v0 - largest), zero);
            var e1 = TV.Select(mask1, VectorMath<T, TV>.ExpOfNegative(v1 - largest), zero);
            var factor = TV.Broadcast(T.One / TV.Sum(e0 + e1));
            TV.Store(y + at, e0 * factor);
            edge.Store(y + at, n, e1 * factor);
        }
    }

    [MethodImpl(JitHints.Kernel)]
    private static void BackwardOfOneVector<T, TV>(
        T* y,
        T* dy,
        T* dx,
        int length,
        int first,
        int count,
        bool isCausal
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
    {
        var zero = TV.Broadcast(T.Zero);
        var edge = new RowEdge<T, TV>(length);
        var mask = TV.FirstMask(length);
        var used = isCausal ? first % length : length;
        for (var row = first; row < first + count; row++)
        {
            var at = (nint)row * length;
            if (isCausal)
            {
                used = used == length ? 1 : used + 1;
                mask = TV.FirstMask(used);
            }
            var p = TV.Select(mask, edge.Load(y + at, 0), zero);
            var d = TV.Select(mask, edge.Load(dy + at, 0), zero);
            var dot = TV.Broadcast(TV.Sum(p * d));
            edge.Store(dx + at, 0, TV.Select(mask, p * (d - dot), zero));
        }
    }

    [MethodImpl(JitHints.Kernel)]
    private static void BackwardOfTwoVectors<T, TV>(
        T* y,
        T* dy,
        T* dx,
        int length,
        int first,
        int count,
        bool isCausal
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
    {
        var (n, zero) = (TV.Count, TV.Broadcast(T.Zero));
        var edge = new RowEdge<T, TV>(length);
        var (mask0, mask1) = (TV.FirstMask(n), TV.FirstMask(length - n));
        var used = isCausal ? first % length : length;
        for (var row = first; row < first + count; row++)
        {
            var at = (nint)row * length;
            if (isCausal)
            {
                used = used == length ? 1 : used + 1;
                mask0 = TV.FirstMask(used);
                mask1 = TV.FirstMask(used - n); // of nothing, for the upper rows
            }
            var p0 = TV.Select(mask0, TV.Load(y + at), zero);
            var p1 = TV.Select(mask1, edge.Load(y + at, n), zero);
            var d0 = TV.Select(mask0, TV.Load(dy + at), zero);
            var d1 = TV.Select(mask1, edge.Load(dy + at, n), zero);
            var dot = TV.Broadcast(TV.Sum(TV.MultiplyAdd(p1, d1, p0 * d0)));
            TV.Store(dx + at, TV.Select(mask0, p0 * (d0 - dot), zero));
            edge.Store(dx + at, n, TV.Select(mask1, p1 * (d1 - dot), zero));
        }
    }
}
