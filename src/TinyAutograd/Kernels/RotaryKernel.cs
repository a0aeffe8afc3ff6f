using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <summary>Rotation of pairs of channels by angles that grow with the position.</summary>
internal static class RotaryKernel
{
    /// <summary>Rotates pair i of position t by the angle <c>(firstPosition + t)·base^(−2i/width)</c>.</summary>
    /// <param name="x">Row-major (…, length, width).</param>
    /// <param name="length">Number of positions.</param>
    /// <param name="width">Number of channels, even.</param>
    /// <param name="rotary">Base, first position and layout of the pairs.</param>
    /// <param name="isReversed">Whether to rotate back.</param>
    /// <param name="y">As long as x.</param>
    public static void Rotate<T>(
        ReadOnlySpan<T> x,
        int length,
        int width,
        RotaryAngles rotary,
        bool isReversed,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(x.Length, y.Length, nameof(y));
        var half = width / 2;
        using var table = SpanOwner<T>.Allocate(2 * length * half);
        var cosines = table.Span[..(length * half)];
        var sines = table.Span[(length * half)..];
        rotary.Fill(length, width, cosines, sines);
        var (first, second) = rotary.IsInterleaved ? (2, 1) : (1, half); // channels 2i and 2i + 1, or i and i + width/2
        for (var start = 0; start < x.Length; start += width)
        {
            var row = start / width % length * half;
            for (var i = 0; i < half; i++)
            {
                var (p, q) = (start + first * i, start + first * i + second);
                var (c, s) = (cosines[row + i], isReversed ? -sines[row + i] : sines[row + i]);
                (y[p], y[q]) = (x[p] * c - x[q] * s, x[p] * s + x[q] * c);
            }
        }
    }
}

/// <summary>The angles of a rotary embedding, and where the two channels of a pair lie.</summary>
/// <param name="FrequencyBase">The base of the wavelengths.</param>
/// <param name="FirstPosition">The position of the first row.</param>
/// <param name="IsInterleaved">Whether pairs are neighbours; else half the width apart.</param>
internal readonly record struct RotaryAngles(
    double FrequencyBase,
    int FirstPosition,
    bool IsInterleaved
)
{
    /// <summary>Cosines and sines (length, width/2), computed in double precision.</summary>
    public void Fill<T>(int length, int width, Span<T> cosines, Span<T> sines)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var half = width / 2;
        for (var i = 0; i < half; i++)
        {
            var frequency = Math.Pow(FrequencyBase, -2.0 * i / width);
            for (var t = 0; t < length; t++)
            {
                var (sine, cosine) = Math.SinCos(((long)FirstPosition + t) * frequency);
                cosines[t * half + i] = T.CreateTruncating(cosine);
                sines[t * half + i] = T.CreateTruncating(sine);
            }
        }
    }
}
