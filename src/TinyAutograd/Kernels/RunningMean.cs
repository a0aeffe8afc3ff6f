using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary>Moves averages towards new numbers.</summary>
internal static class RunningMean
{
    /// <summary><c>a ← a + s·(x − a)</c>, element by element.</summary>
    /// <param name="average">a; to be overwritten.</param>
    /// <param name="x">The new numbers, as many.</param>
    /// <param name="share">s, in [0, 1].</param>
    /// <remarks>Written with the difference, an average of equal numbers keeps their bits: also −0 and infinities, whose difference would not do.</remarks>
    public static void Move<T>(Span<T> average, ReadOnlySpan<T> x, T share)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(average.Length, x.Length, nameof(x));
        for (var i = 0; i < average.Length; i++)
        {
            var a = average[i];
            average[i] = x[i] == a ? a : a + share * (x[i] - a);
        }
    }
}
