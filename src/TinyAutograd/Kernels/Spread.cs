using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>Reductions that look at the numbers more than once.</summary>
internal static class Spread
{
    /// <summary>Mean of each group; NaN where a group is empty.</summary>
    public static void Mean<T>(ReadOnlySpan<T> x, Shape shape, int mask, int count, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Reduction.Reduce<T, SumReducer<T>>(x, shape, mask, y);
        TensorPrimitives.Divide(y, T.CreateTruncating(count), y);
    }

    /// <summary>Variance of each group in two passes: first the mean, then the squares of what differs from it, corrected for
    /// the rounding of the mean (Chan, Golub and LeVeque 1983, eq. 1.7).</summary>
    /// <param name="x">Row-major numbers of shape <paramref name="shape"/>.</param>
    /// <param name="shape">The full shape.</param>
    /// <param name="mask">The reduced axes.</param>
    /// <param name="kept">The shape with size 1 in place of the reduced axes.</param>
    /// <param name="count">Number of elements of a group.</param>
    /// <param name="divisor">What the sum of squares is divided by.</param>
    /// <param name="y">As long as <paramref name="kept"/>.</param>
    public static void Variance<T>(
        ReadOnlySpan<T> x,
        Shape shape,
        int mask,
        Shape kept,
        int count,
        T divisor,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Mean(x, shape, mask, count, y);
        using var scratch = SpanOwner<T>.Allocate(x.Length);
        using var sums = SpanOwner<T>.Allocate(y.Length);
        var differences = scratch.Span;
        var rest = sums.Span;
        KeptRows.Map<T, Difference<T>>(x, shape, y, kept, differences);
        Reduction.Reduce<T, SumReducer<T>>(differences, shape, mask, rest);
        TensorPrimitives.Multiply(differences, differences, differences);
        Reduction.Reduce<T, SumReducer<T>>(differences, shape, mask, y);
        // The differences would add up to 0, were the mean not rounded: Σ (x − μ)² = Σ d² − (Σ d)² / n for d = x − mean.
        TensorPrimitives.Multiply(rest, rest, rest);
        TensorPrimitives.Divide(rest, T.CreateTruncating(count), rest);
        TensorPrimitives.Subtract(y, rest, y);
        TensorPrimitives.Max(y, T.Zero, y);
        TensorPrimitives.Divide(y, divisor, y);
    }

    /// <summary><c>y = ln Σ eˣ</c> of each group, with the largest element taken out before the exponential.</summary>
    /// <inheritdoc cref="Variance" path="/param"/>
    public static void LogSumExp<T>(ReadOnlySpan<T> x, Shape shape, int mask, Shape kept, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (
            Reduction.IsOneGroup(shape, mask, out _, out var n, out var inner)
            && inner == 1
            && n > 0
        )
        {
            SoftmaxKernel.LogSumExp(x, y, y.Length, n);
            return;
        }
        using var largest = SpanOwner<T>.Allocate(y.Length);
        Reduction.Reduce<T, MaxReducer<T>>(x, shape, mask, largest.Span);
        foreach (ref var shift in largest.Span)
        {
            // Nothing can be taken out of an infinite group: e^∞ and e^−∞ are right as they are.
            shift = T.IsInfinity(shift) ? T.Zero : shift;
        }
        using var exponentials = SpanOwner<T>.Allocate(x.Length);
        KeptRows.Map<T, ExpDifference<T>>(
            x,
            shape,
            largest.Span,
            kept,
            exponentials.Span,
            nanosecondsPerElement: 0.5
        );
        Reduction.Reduce<T, SumReducer<T>>(exponentials.Span, shape, mask, y);
        TensorPrimitives.Log<T>(y, y);
        TensorPrimitives.Add(y, largest.Span, y);
    }

    /// <summary>What part each element has in the extremum of its group: 1 over the number of elements equal to it, or 0.</summary>
    /// <param name="x">Row-major numbers of shape <paramref name="shape"/>.</param>
    /// <param name="shape">The full shape.</param>
    /// <param name="mask">The reduced axes.</param>
    /// <param name="kept">The shape with size 1 in place of the reduced axes.</param>
    /// <param name="extremum">Of each group.</param>
    /// <param name="scale">What is shared out in each group, or empty for 1.</param>
    /// <param name="y">As long as x.</param>
    public static void Shares<T>(
        ReadOnlySpan<T> x,
        Shape shape,
        int mask,
        Shape kept,
        ReadOnlySpan<T> extremum,
        ReadOnlySpan<T> scale,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        KeptRows.Map<T, EqualsKept<T>>(x, shape, extremum, kept, y, nanosecondsPerElement: 0.5);
        using var factor = SpanOwner<T>.Allocate(extremum.Length);
        Reduction.Reduce<T, SumReducer<T>>(y, shape, mask, factor.Span);
        if (scale.IsEmpty)
        {
            TensorPrimitives.Divide(T.One, factor.Span, factor.Span);
        }
        else
        {
            TensorPrimitives.Divide(scale, factor.Span, factor.Span);
        }
        KeptRows.Map<T, TimesKept<T>>(y, shape, factor.Span, kept, y);
    }
}
