using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>Reductions of numbers that have a target each. Targets are validated by the caller; all go in the order of the numbers.</summary>
internal static class Scattering
{
    /// <summary>Joins each number to its target: <c>y[targets[k]] = join(y[targets[k]], source[k])</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TReducer">How two are joined.</typeparam>
    /// <param name="x">What the targets hold before.</param>
    /// <param name="source">The numbers.</param>
    /// <param name="targets">As long as source; each a position in y.</param>
    /// <param name="includeSelf">Whether x takes part where there are numbers; if not, it stays only where there are none.</param>
    /// <param name="y">As long as x.</param>
    public static void Reduce<T, TReducer>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> source,
        ReadOnlySpan<int> targets,
        bool includeSelf,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        Check.SameLength(x.Length, y.Length, nameof(y));
        Check.SameLength(source.Length, targets.Length, nameof(targets));
        x.CopyTo(y);
        if (!includeSelf)
        {
            foreach (var target in targets)
            {
                y[target] = TReducer.Identity;
            }
        }
        for (var k = 0; k < source.Length; k++)
        {
            y[targets[k]] = TReducer.Join(y[targets[k]], source[k]);
        }
    }

    /// <summary>How many numbers take part in each target, x among them; at least 1, for x stays where there is no other.</summary>
    /// <param name="targets">Each a position in counts.</param>
    /// <param name="includeSelf">Whether x takes part where there are numbers.</param>
    /// <param name="counts">As long as x.</param>
    public static void Count<T>(ReadOnlySpan<int> targets, bool includeSelf, Span<T> counts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        counts.Fill(includeSelf ? T.One : T.Zero);
        foreach (var target in targets)
        {
            counts[target] += T.One;
        }
        foreach (ref var count in counts)
        {
            count = T.Max(count, T.One);
        }
    }

    /// <summary>Where x takes part: 1, and 0 where only numbers of the source do.</summary>
    public static void Participation<T>(ReadOnlySpan<int> targets, bool includeSelf, Span<T> part)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        part.Fill(T.One);
        foreach (var target in includeSelf ? [] : targets)
        {
            part[target] = T.Zero;
        }
    }

    /// <summary>What part each number has in the extremum of its target: 1 over the number of those equal to it, or 0.</summary>
    /// <param name="x">What the targets held before.</param>
    /// <param name="source">The numbers.</param>
    /// <param name="targets">As long as source.</param>
    /// <param name="y">The extrema.</param>
    /// <param name="shareOfX">As long as x; on entry 1 where x takes part, else 0.</param>
    /// <param name="shareOfSource">As long as source.</param>
    public static void Shares<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> source,
        ReadOnlySpan<int> targets,
        ReadOnlySpan<T> y,
        Span<T> shareOfX,
        Span<T> shareOfSource
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var counts = SpanOwner<T>.Allocate(x.Length);
        for (var p = 0; p < x.Length; p++)
        {
            shareOfX[p] = x[p].Equals(y[p]) ? shareOfX[p] : T.Zero;
            counts.Span[p] = shareOfX[p];
        }
        for (var k = 0; k < source.Length; k++)
        {
            shareOfSource[k] = source[k].Equals(y[targets[k]]) ? T.One : T.Zero;
            counts.Span[targets[k]] += shareOfSource[k];
        }
        for (var p = 0; p < x.Length; p++)
        {
            shareOfX[p] /= counts.Span[p];
        }
        for (var k = 0; k < source.Length; k++)
        {
            shareOfSource[k] /= counts.Span[targets[k]];
        }
    }

    /// <summary>The gradient of products: dy times the product of the others, without division.</summary>
    /// <param name="x">What the targets held before.</param>
    /// <param name="source">The numbers.</param>
    /// <param name="targets">As long as source.</param>
    /// <param name="part">1 where x takes part, else 0.</param>
    /// <param name="dy">As long as x.</param>
    /// <param name="dx">As long as x.</param>
    /// <param name="dsource">As long as source.</param>
    public static void ProductGradient<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> source,
        ReadOnlySpan<int> targets,
        ReadOnlySpan<T> part,
        ReadOnlySpan<T> dy,
        Span<T> dx,
        Span<T> dsource
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Forwards: what stands before in the same target, x first. Backwards: times what stands behind, and dy.
        for (var p = 0; p < x.Length; p++)
        {
            dx[p] = T.IsZero(part[p]) ? T.One : x[p];
        }
        for (var k = 0; k < source.Length; k++)
        {
            dsource[k] = dx[targets[k]];
            dx[targets[k]] *= source[k];
        }
        dy.CopyTo(dx);
        for (var k = source.Length - 1; k >= 0; k--)
        {
            dsource[k] *= dx[targets[k]];
            dx[targets[k]] *= source[k];
        }
        for (var p = 0; p < x.Length; p++)
        {
            dx[p] = T.IsZero(part[p]) ? T.Zero : dx[p];
        }
    }
}
