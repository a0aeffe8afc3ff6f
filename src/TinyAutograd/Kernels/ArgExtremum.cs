using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>Where the extremum stands along the middle axis of (outer, n, inner).</summary>
internal static class ArgExtremum
{
    /// <summary>The first position of each extremum; NaN counts as one.</summary>
    /// <param name="x">Row-major (outer, n, inner), n ≥ 1.</param>
    /// <param name="n">Length of the axis.</param>
    /// <param name="inner">Number of elements behind it.</param>
    /// <param name="y">Row-major (outer, inner).</param>
    public static void Find<T, TReducer>(ReadOnlySpan<T> x, int n, int inner, Span<int> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        if (y.IsEmpty)
        {
            return;
        }
        using var extrema = SpanOwner<T>.Allocate(y.Length);
        var extremum = extrema.Span;
        Reduction.ReduceMiddle<T, TReducer>(x, y.Length / inner, n, inner, extremum);
        if (inner == 1)
        {
            for (var row = 0; row < y.Length; row++)
            {
                y[row] = x.Slice(row * n, n).IndexOf(extremum[row]);
            }
            return;
        }
        // From the last position to the first, so that the first stays.
        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = 0; k < y.Length; k++)
            {
                var (o, j) = Math.DivRem(k, inner);
                y[k] = x[(o * n + i) * inner + j].Equals(extremum[k]) ? i : y[k];
            }
        }
    }
}
