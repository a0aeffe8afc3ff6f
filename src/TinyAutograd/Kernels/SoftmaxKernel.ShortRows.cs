using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>Softmax of rows of at most two vectors, the shape of small attention: a row is read once and stays in registers.</content>
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
        var lowest = TV.Broadcast(T.NegativeInfinity);
        var all = TV.FirstMask(length);
        var (mask, used) = (all, length);
        for (var row = first; row < first + count; row++)
        {
            var at = (nint)row * length;
            if (isCausal)
            {
                used = row % length + 1;
                mask = TV.FirstMask(used);
            }
            var v = TV.Select(mask, TV.LoadFirst(x + at, used, mask), lowest);
            var e = VectorMath<T, TV>.ExpOfNegative(v - TV.Broadcast(TV.Largest(v)));
            var p = e * TV.Broadcast(T.One / TV.Sum(TV.Select(mask, e, TV.Broadcast(T.Zero))));
            TV.StoreFirst(y + at, length, all, TV.Select(mask, p, TV.Broadcast(T.Zero)));
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
        var rest = length - n;
        var all = TV.FirstMask(rest);
        var (mask0, mask1, used) = (TV.FirstMask(n), all, length);
        for (var row = first; row < first + count; row++)
        {
            var at = (nint)row * length;
            if (isCausal)
            {
                used = row % length + 1;
                mask0 = TV.FirstMask(used);
                mask1 = TV.FirstMask(used - n); // of nothing, for the upper rows
            }
            var v0 = TV.Select(mask0, TV.Load(x + at), lowest);
            var v1 = TV.Select(mask1, TV.LoadFirst(x + at + n, rest, all), lowest);
            var largest = TV.Broadcast(TV.Largest(TV.Max(v0, v1)));
            var e0 = TV.Select(mask0, VectorMath<T, TV>.ExpOfNegative(v0 - largest), zero);
            var e1 = TV.Select(mask1, VectorMath<T, TV>.ExpOfNegative(v1 - largest), zero);
            var factor = TV.Broadcast(T.One / TV.Sum(e0 + e1));
            TV.Store(y + at, TV.Select(mask0, e0 * factor, zero));
            TV.StoreFirst(y + at + n, rest, all, TV.Select(mask1, e1 * factor, zero));
        }
    }
}
