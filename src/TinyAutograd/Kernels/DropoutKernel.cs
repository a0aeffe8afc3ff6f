using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary>Applies the mask of dropout.</summary>
internal static class DropoutKernel
{
    /// <summary><c>y = x · scale</c> where kept, else 0.</summary>
    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<bool> keep, T scale, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(x.Length, keep.Length, nameof(keep));
        Check.SameLength(x.Length, y.Length, nameof(y));
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = keep[i] ? x[i] * scale : T.Zero;
        }
    }
}
