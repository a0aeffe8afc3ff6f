using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <content>Running products and running maxima.</content>
internal static partial class Running
{
    /// <summary>Inclusive running products.</summary>
    /// <param name="x">Row-major (outer, n, inner).</param>
    /// <param name="n">Length of the axis.</param>
    /// <param name="inner">Number of elements behind it.</param>
    /// <param name="y">As long as x.</param>
    public static void Product<T>(ReadOnlySpan<T> x, int n, int inner, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(x.Length, y.Length, nameof(y));
        for (var k = 0; k < x.Length; k++)
        {
            var isFirst = k / inner % n == 0;
            y[k] = isFirst ? x[k] : y[k - inner] * x[k];
        }
    }

    /// <summary>The gradient of running products, right with any number of zeros:
    /// <c>dxᵢ = x₀⋯xᵢ₋₁ · sᵢ</c> with <c>sᵢ = dyᵢ + xᵢ₊₁·sᵢ₊₁</c>, in which nothing is divided.</summary>
    /// <param name="x">Row-major (outer, n, inner).</param>
    /// <param name="n">Length of the axis.</param>
    /// <param name="inner">Number of elements behind it.</param>
    /// <param name="dy">As long as x.</param>
    /// <param name="dx">As long as x.</param>
    public static void ProductScanGradient<T>(
        ReadOnlySpan<T> x,
        int n,
        int inner,
        ReadOnlySpan<T> dy,
        Span<T> dx
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(x.Length, dy.Length, nameof(dy));
        Check.SameLength(x.Length, dx.Length, nameof(dx));
        using var scratch = SpanOwner<T>.Allocate(inner);
        var running = scratch.Span;
        for (var block = 0; block < x.Length; block += n * inner)
        {
            running.Fill(T.One);
            for (var start = block; start < block + n * inner; start += inner)
            {
                for (var j = 0; j < running.Length; j++)
                {
                    dx[start + j] = running[j];
                    running[j] *= x[start + j];
                }
            }
            running.Clear();
            for (var start = block + (n - 1) * inner; start >= block; start -= inner)
            {
                for (var j = 0; j < running.Length; j++)
                {
                    var s = dy[start + j] + running[j];
                    dx[start + j] *= s;
                    running[j] = x[start + j] * s;
                }
            }
        }
    }

    /// <summary>Inclusive running maxima and where they stand: the last of equal ones. From a NaN on all are NaN.</summary>
    /// <param name="x">Row-major (outer, n, inner).</param>
    /// <param name="n">Length of the axis.</param>
    /// <param name="inner">Number of elements behind it.</param>
    /// <param name="y">As long as x.</param>
    /// <param name="positions">As long as x; each in [0, n).</param>
    public static void Max<T>(ReadOnlySpan<T> x, int n, int inner, Span<T> y, Span<int> positions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(x.Length, y.Length, nameof(y));
        Check.SameLength(x.Length, positions.Length, nameof(positions));
        for (var k = 0; k < x.Length; k++)
        {
            var i = k / inner % n;
            var isLargest =
                i == 0 || T.IsNaN(x[k]) || (!T.IsNaN(y[k - inner]) && x[k] >= y[k - inner]);
            y[k] = isLargest ? x[k] : y[k - inner];
            positions[k] = isLargest ? i : positions[k - inner];
        }
    }
}
