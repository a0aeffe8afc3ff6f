using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary>Orders of numbers along the middle axis of (outer, n, inner).</summary>
internal static class Sorting
{
    /// <summary>The positions in the order of the numbers there. Equal ones stay in their order; NaN counts as the largest.</summary>
    /// <param name="x">Row-major (outer, n, inner).</param>
    /// <param name="n">Length of the axis.</param>
    /// <param name="inner">Number of elements behind it.</param>
    /// <param name="isDescending">Whether the largest comes first.</param>
    /// <param name="count">How many of the first positions are wanted, at most n.</param>
    /// <param name="positions">Row-major (outer, count, inner); each in [0, n).</param>
    public static void Order<T>(
        ReadOnlySpan<T> x,
        int n,
        int inner,
        bool isDescending,
        int count,
        Span<int> positions
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (positions.IsEmpty)
        {
            return;
        }
        var rows = x.Length / n;
        Check.SameLength(rows * count, positions.Length, nameof(positions));
        var keys = new T[n];
        var order = new int[n];
        for (var row = 0; row < rows; row++)
        {
            var (o, j) = Math.DivRem(row, inner);
            for (var i = 0; i < n; i++)
            {
                (keys[i], order[i]) = (x[(o * n + i) * inner + j], i);
            }
            order.AsSpan().Sort(new ByKey<T>(keys, isDescending));
            for (var i = 0; i < count; i++)
            {
                positions[(o * count + i) * inner + j] = order[i];
            }
        }
    }

    // Positions break ties, so that an unstable sort cannot change the order of equal keys.
    private readonly struct ByKey<T>(T[] keys, bool isDescending) : IComparer<int>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public int Compare(int p, int q)
        {
            var (a, b) = (keys[p], keys[q]);
            var order =
                a < b ? -1
                : a > b ? 1
                : (T.IsNaN(a) ? 1 : 0) - (T.IsNaN(b) ? 1 : 0);
            return order == 0 ? p - q
                : isDescending ? -order
                : order;
        }
    }
}
