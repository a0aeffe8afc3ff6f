using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>Running sums and products along the middle axis of (outer, n, inner).</summary>
internal static partial class Running
{
    /// <summary>Inclusive running sums, accumulated in double precision.</summary>
    /// <param name="x">Row-major (outer, n, inner).</param>
    /// <param name="n">Length of the axis.</param>
    /// <param name="inner">Number of elements behind it.</param>
    /// <param name="isReversed">Whether sums run from the end.</param>
    /// <param name="y">As long as x.</param>
    public static void Sum<T>(ReadOnlySpan<T> x, int n, int inner, bool isReversed, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(x.Length, y.Length, nameof(y));
        if (inner == 1)
        {
            SumRows(x, n, isReversed, y);
            return;
        }
        using var sums = SpanOwner<double>.Allocate(inner);
        var running = sums.Span;
        for (var block = 0; block < x.Length; block += n * inner)
        {
            running.Clear();
            for (var i = 0; i < n; i++)
            {
                var start = block + (isReversed ? n - 1 - i : i) * inner;
                var source = x.Slice(start, inner);
                var target = y.Slice(start, inner);
                for (var j = 0; j < running.Length; j++)
                {
                    running[j] += double.CreateTruncating(source[j]);
                    target[j] = T.CreateTruncating(running[j]);
                }
            }
        }
    }

    private static void SumRows<T>(ReadOnlySpan<T> x, int n, bool isReversed, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var start = 0; start < x.Length; start += n)
        {
            var row = x.Slice(start, n);
            var target = y.Slice(start, n);
            var sum = 0.0;
            for (var i = 0; i < row.Length; i++)
            {
                var k = isReversed ? n - 1 - i : i;
                sum += double.CreateTruncating(row[k]);
                target[k] = T.CreateTruncating(sum);
            }
        }
    }

    /// <summary>The gradient of a product: <c>dx = dy · product of the other elements</c>, right with any number of zeros.</summary>
    /// <param name="x">Row-major (outer, n, inner).</param>
    /// <param name="n">Length of the axis.</param>
    /// <param name="inner">Number of elements behind it.</param>
    /// <param name="dy">Row-major (outer, inner).</param>
    /// <param name="dx">As long as x.</param>
    public static void ProductGradient<T>(
        ReadOnlySpan<T> x,
        int n,
        int inner,
        ReadOnlySpan<T> dy,
        Span<T> dx
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(x.Length, dx.Length, nameof(dx));
        using var products = SpanOwner<T>.Allocate(inner);
        var running = products.Span;
        for (var block = 0; block < x.Length; block += n * inner)
        {
            // Forwards: dx = what stands before. Backwards: times what stands behind, and the upstream gradient.
            running.Fill(T.One);
            for (var start = block; start < block + n * inner; start += inner)
            {
                var source = x.Slice(start, inner);
                var target = dx.Slice(start, inner);
                for (var j = 0; j < running.Length; j++)
                {
                    target[j] = running[j];
                    running[j] *= source[j];
                }
            }
            dy.Slice(block / n, inner).CopyTo(running);
            for (var start = block + (n - 1) * inner; start >= block; start -= inner)
            {
                var source = x.Slice(start, inner);
                var target = dx.Slice(start, inner);
                for (var j = 0; j < running.Length; j++)
                {
                    target[j] *= running[j];
                    running[j] *= source[j];
                }
            }
        }
    }
}
