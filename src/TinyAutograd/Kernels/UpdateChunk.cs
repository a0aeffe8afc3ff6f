using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Kernels;

/// <summary>What the update kernels of the optimizers share: they work through a parameter in pieces that stay in the cache, so that
/// several passes over one piece cost about as much as one, and need only a piece of scratch memory.</summary>
internal static class UpdateChunk
{
    /// <summary>Elements in a piece: 4 KB of double.</summary>
    public const int Length = 512;

    /// <summary>The direction of descent before scaling, <c>d = ±g + decay·p</c>.</summary>
    public static void Direction<T>(
        ReadOnlySpan<T> p,
        ReadOnlySpan<T> g,
        T decay,
        bool isMaximizing,
        Span<T> d
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (isMaximizing)
        {
            TensorPrimitives.Negate(g, d);
        }
        else
        {
            g.CopyTo(d);
        }
        if (!T.IsZero(decay))
        {
            TensorPrimitives.MultiplyAdd(p, decay, d, d);
        }
    }

    /// <summary>A running mean, <c>mean ← keep·mean + share·x</c>; <paramref name="scratch"/> may be <paramref name="x"/>, which it then overwrites.</summary>
    public static void Average<T>(Span<T> mean, T keep, ReadOnlySpan<T> x, T share, Span<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorPrimitives.Multiply(x, share, scratch);
        TensorPrimitives.MultiplyAdd(mean, keep, scratch, mean);
    }

    /// <summary>The piece of a span that starts at <paramref name="start"/>; an empty span stays empty.</summary>
    public static Span<T> At<T>(Span<T> x, int start) =>
        x.IsEmpty ? x : x.Slice(start, Math.Min(Length, x.Length - start));

    /// <inheritdoc cref="At{T}(Span{T}, int)"/>
    public static ReadOnlySpan<T> At<T>(ReadOnlySpan<T> x, int start) =>
        x.IsEmpty ? x : x.Slice(start, Math.Min(Length, x.Length - start));
}
