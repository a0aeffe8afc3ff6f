using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>The Gaussian error linear unit, exact and in its tanh approximation (Hendrycks and Gimpel 2016), in one pass each.</summary>
internal static unsafe partial class GeluKernel
{
    // √(2/π), doubled as the exponential wants it, and the coefficient of the cube.
    private const double TwiceRootTwoOverPi = 1.5957691216057308;
    private const double Cubic = 0.044715;

    /// <summary><c>y = x/2·(1 + tanh u) = x·σ(2u)</c> with <c>u = √(2/π)·(x + 0.044715·x³)</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">As long as <paramref name="x"/>; may be <paramref name="x"/>.</param>
    /// <param name="slope">Empty, or as long: receives <c>dy/dx = σ(2u) + x·σ(2u)·(1 − σ(2u))·2u′</c>.</param>
    public static void Tanh<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> slope)
        where T : unmanaged, IFloatingPointIeee754<T> => Compute(x, y, slope, isExact: false);

    /// <summary><c>y = x·Φ(x) = x/2·erfc(−x/√2)</c>, accurate in the lower tail, too.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">As long as <paramref name="x"/>; may be <paramref name="x"/>.</param>
    /// <param name="slope">Empty, or as long: receives <c>dy/dx = Φ(x) + x·φ(x)</c> with <c>φ(x) = e^(−x²/2)/√(2π)</c>.</param>
    public static void Exact<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> slope)
        where T : unmanaged, IFloatingPointIeee754<T> => Compute(x, y, slope, isExact: true);

    private static void Compute<T>(
        ReadOnlySpan<T> x,
        Span<T> y,
        Span<T> slope,
        bool isExact,
        [CallerMemberName] string kernel = ""
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(x.Length, y.Length, nameof(y), kernel);
        Check.SameLength(slope.IsEmpty ? 0 : x.Length, slope.Length, nameof(slope), kernel);
        fixed (
            T* px = x,
                py = y,
                ps = slope
        )
        {
            var work = new Elements<T>
            {
                X = px,
                Y = py,
                Slope = ps,
                IsExact = isExact,
            };
            Parts.Run<T, Elements<T>>(work, x.Length, 1, isExact ? 1.4 : 0.6);
        }
    }
}
