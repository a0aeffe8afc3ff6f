using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>How elements are joined by a reduction.</summary>
internal interface IReducer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The result of reducing nothing.</summary>
    static abstract T Identity { get; }

    /// <summary>All elements of a non-empty row joined.</summary>
    static abstract T Row(ReadOnlySpan<T> x);

    /// <summary>Joins each element of <paramref name="x"/> to the one of <paramref name="y"/> at the same place.</summary>
    static abstract void Accumulate(Span<T> y, ReadOnlySpan<T> x);
}

/// <summary>Reductions over any choice of axes, in a fixed order.</summary>
internal static class Reduction
{
    /// <summary>Reduces the axes of <paramref name="mask"/> (bit i: axis i).</summary>
    /// <param name="x">Row-major numbers of shape <paramref name="shape"/>.</param>
    /// <param name="shape">The shape before.</param>
    /// <param name="mask">The axes to reduce.</param>
    /// <param name="y">The result, row-major, without the reduced axes.</param>
    public static void Reduce<T, TReducer>(ReadOnlySpan<T> x, Shape shape, int mask, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        // Neighbouring reduced axes go together. One group after the other, from the last: each step needs one pass.
        var end = shape.Rank;
        while (end > 0 && (mask & (1 << (end - 1))) == 0)
        {
            end--;
        }
        if (end == 0)
        {
            x.CopyTo(y);
            return;
        }
        var start = end;
        while (start > 0 && (mask & (1 << (start - 1))) != 0)
        {
            start--;
        }
        var (outer, n, inner) = (
            shape.LengthOf(..start),
            shape.LengthOf(start..end),
            shape.LengthOf(end..)
        );
        var rest = mask & ((1 << start) - 1);
        if (rest == 0)
        {
            ReduceMiddle<T, TReducer>(x, outer, n, inner, y);
            return;
        }
        using var partial = SpanOwner<T>.Allocate(outer * inner);
        ReduceMiddle<T, TReducer>(x, outer, n, inner, partial.Span);
        var joined = Shape.Of(shape.AsSpan()[..start]).Concat(Shape.Of(shape.AsSpan()[end..]));
        Reduce<T, TReducer>(partial.Span, joined, rest, y);
    }

    /// <summary>Reduces the middle axis of (outer, n, inner).</summary>
    public static void ReduceMiddle<T, TReducer>(
        ReadOnlySpan<T> x,
        int outer,
        int n,
        int inner,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        if (n == 0)
        {
            y.Fill(TReducer.Identity);
            return;
        }
        for (var o = 0; o < outer; o++)
        {
            var block = x.Slice(o * n * inner, n * inner);
            if (inner == 1)
            {
                y[o] = TReducer.Row(block);
                continue;
            }
            var target = y.Slice(o * inner, inner);
            block[..inner].CopyTo(target);
            for (var i = 1; i < n; i++)
            {
                TReducer.Accumulate(target, block.Slice(i * inner, inner));
            }
        }
    }
}

/// <summary>Sums; the sum of nothing is 0.</summary>
internal readonly struct SumReducer<T> : IReducer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Identity => T.Zero;

    public static T Row(ReadOnlySpan<T> x) => TensorPrimitives.Sum(x);

    public static void Accumulate(Span<T> y, ReadOnlySpan<T> x) => TensorPrimitives.Add(y, x, y);
}
