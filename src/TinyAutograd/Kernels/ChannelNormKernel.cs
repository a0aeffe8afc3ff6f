using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>Normalization of (N, C, …) over groups of planes, with a weight and a bias for each channel: group and batch normalization.</summary>
/// <remarks>Statistics as in <see cref="NormKernel"/>. A group is computed by one thread, and sums over images have a fixed order: any
/// number of threads gives the same bits.</remarks>
internal static unsafe partial class ChannelNormKernel
{
    private const double Nanoseconds = 0.6; // for an element, on one thread

    /// <summary><c>y = (x − mean) / √(variance + ε) · weight + bias</c>, mean and variance being those of the group.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <param name="x">(N, C, …).</param>
    /// <param name="weight">One number for each channel; empty for ones.</param>
    /// <param name="bias">One number for each channel; empty for zeros.</param>
    /// <param name="y">As x.</param>
    /// <param name="mean">Receives the mean of each group.</param>
    /// <param name="scale">Receives <c>1/√(variance + ε)</c> of each group.</param>
    public static void Forward<T>(
        in ChannelNormShape shape,
        T epsilon,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> bias,
        Span<T> y,
        Span<T> mean,
        Span<T> scale
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLengths(shape, x.Length, y.Length, mean.Length, scale.Length);
        Check.SameLength(weight.IsEmpty ? 0 : shape.Channels, weight.Length, nameof(weight));
        Check.SameLength(bias.IsEmpty ? 0 : shape.Channels, bias.Length, nameof(bias));
        fixed (
            T* px = x,
                pw = weight,
                pb = bias,
                py = y,
                pm = mean,
                ps = scale
        )
        {
            var kernel = new ForwardGroups<T>
            {
                Shape = shape,
                Epsilon = epsilon,
                X = px,
                Weight = pw,
                Bias = pb,
                Y = py,
                Mean = pm,
                Scale = ps,
            };
            Parts.Run<T, ForwardGroups<T>>(kernel, shape.Groups, shape.GroupLength, Nanoseconds);
        }
    }

    /// <summary>The backward pass. With <c>n = (x − mean)·scale</c> and <c>g = dy·weight</c>:
    /// <c>dx = scale·(g − mean of g − n·mean of (g⊙n))</c>, and for each channel <c>dWeight = Σ dy⊙n</c> and <c>dBias = Σ dy</c>.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="x">(N, C, …).</param>
    /// <param name="weight">One number for each channel; empty for ones.</param>
    /// <param name="mean">The mean of each group, from the forward pass.</param>
    /// <param name="scale">The scale of each group, from the forward pass.</param>
    /// <param name="dy">The upstream gradient, as x.</param>
    /// <param name="dx">As x; empty if not wanted.</param>
    /// <param name="dWeight">One number for each channel; empty if not wanted.</param>
    /// <param name="dBias">One number for each channel; empty if not wanted.</param>
    public static void Backward<T>(
        in ChannelNormShape shape,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> mean,
        ReadOnlySpan<T> scale,
        ReadOnlySpan<T> dy,
        Span<T> dx,
        Span<T> dWeight,
        Span<T> dBias
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLengths(shape, x.Length, dy.Length, mean.Length, scale.Length);
        Check.SameLength(dx.IsEmpty ? 0 : x.Length, dx.Length, nameof(dx));
        // Sums of each plane, from which those of groups and of channels follow.
        using var sums = SpanOwner<T>.Allocate(shape.Planes);
        using var dots = SpanOwner<T>.Allocate(shape.Planes);
        fixed (
            T* px = x,
                pw = weight,
                pm = mean,
                ps = scale,
                pdy = dy,
                pdx = dx,
                pSums = sums.Span,
                pDots = dots.Span
        )
        {
            var kernel = new BackwardGroups<T>
            {
                Shape = shape,
                X = px,
                Weight = pw,
                Mean = pm,
                Scale = ps,
                Dy = pdy,
                Dx = pdx,
                Sums = pSums,
                Dots = pDots,
            };
            Parts.Run<T, BackwardGroups<T>>(kernel, shape.Groups, shape.GroupLength, Nanoseconds);
        }
        AddPlanes(shape, dots.Span, dWeight);
        AddPlanes(shape, sums.Span, dBias);
    }

    private static void AddPlanes<T>(
        in ChannelNormShape shape,
        ReadOnlySpan<T> planes,
        Span<T> channels
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        channels.Clear();
        for (var plane = 0; plane < planes.Length && !channels.IsEmpty; plane++)
        {
            channels[plane % shape.Channels] += planes[plane];
        }
    }

    private static void CheckLengths(
        in ChannelNormShape shape,
        int x,
        int other,
        int mean,
        int scale,
        [CallerMemberName] string kernel = ""
    )
    {
        Check.SameLength(shape.Planes * shape.PlaneLength, x, "x", kernel);
        Check.SameLength(x, other, "y or dy", kernel);
        Check.SameLength(shape.Groups, mean, nameof(mean), kernel);
        Check.SameLength(shape.Groups, scale, nameof(scale), kernel);
    }
}
