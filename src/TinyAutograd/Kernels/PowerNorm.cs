using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>Norms of groups, <c>y = (Σ |x|ᵖ)^(1/p)</c>, whose powers neither overflow nor vanish.</summary>
internal static class PowerNorm
{
    /// <summary>The norm of each group; 0 for nothing.</summary>
    /// <param name="x">Row-major numbers of shape <paramref name="shape"/>.</param>
    /// <param name="shape">The full shape.</param>
    /// <param name="mask">The reduced axes.</param>
    /// <param name="kept">The shape with size 1 in place of the reduced axes.</param>
    /// <param name="order">p, from 1 to infinity.</param>
    /// <param name="y">As long as <paramref name="kept"/>.</param>
    public static void Of<T>(
        ReadOnlySpan<T> x,
        Shape shape,
        int mask,
        Shape kept,
        double order,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var scratch = SpanOwner<T>.Allocate(x.Length);
        var powers = scratch.Span;
        TensorPrimitives.Abs(x, powers);
        if (order == 1)
        {
            Reduction.Reduce<T, SumReducer<T>>(powers, shape, mask, y);
            return;
        }
        Reduction.Reduce<T, MaxReducer<T>>(powers, shape, mask, y);
        if (double.IsPositiveInfinity(order))
        {
            TensorPrimitives.Max(y, T.Zero, y); // the largest of nothing is −∞
            return;
        }
        // Relative to the largest of its group, so that its power is 1. For squares relative to a power of two, which costs no digit.
        using var units = SpanOwner<T>.Allocate(y.Length);
        for (var i = 0; i < y.Length; i++)
        {
            units.Span[i] = UnitOf(y[i], order);
        }
        KeptRows.Map<T, OverKept<T>>(powers, shape, units.Span, kept, powers);
        if (order == 2)
        {
            TensorPrimitives.Multiply(powers, powers, powers);
        }
        else
        {
            TensorPrimitives.Pow(powers, T.CreateTruncating(order), powers);
        }
        Reduction.Reduce<T, SumReducer<T>>(powers, shape, mask, y);
        if (order == 2)
        {
            TensorPrimitives.Sqrt<T>(y, y);
        }
        else
        {
            TensorPrimitives.Pow(y, T.CreateTruncating(1 / order), y);
        }
        TensorPrimitives.Multiply(y, units.Span, y);
    }

    private static T UnitOf<T>(T largest, double order)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!T.IsFinite(largest) || T.IsZero(largest))
        {
            return T.One;
        }
        return order == 2 ? T.ScaleB(T.One, T.ILogB(largest)) : largest;
    }
}
