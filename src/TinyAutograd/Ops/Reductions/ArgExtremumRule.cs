using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>What the positions of the largest and the smallest element have in common.</summary>
internal static class ArgExtremumRule
{
    public static Indices Find<T, TReducer>(string op, Variable<T> x, int? axis, bool keepDims)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TReducer : struct, IReducer<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        Axes axes = axis is { } one ? one : default(Axes);
        var shape = x.Shape;
        var result = axes.Reduce(op, shape, keepDims);
        EmptyReduction.ThrowIfEmpty(op, shape, axes.Resolve(op, shape));
        var along = axis is { } given ? shape.Axis(given) : 0;
        var (n, inner) = axis is null
            ? (x.Length, 1)
            : (shape[along], shape.LengthOf((along + 1)..));
        var positions = new int[result.ElementCount];
        ArgExtremum.Find<T, TReducer>(x.AsSpan(), n, inner, positions);
        return Indices.Own(positions, result);
    }
}
