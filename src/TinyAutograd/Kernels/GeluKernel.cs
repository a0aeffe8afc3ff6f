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
    public static void Tanh<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Forward(x, y, isExact: false);

    /// <summary><c>dx = dy·(σ(2u) + x·σ(2u)·(1 − σ(2u))·2u′)</c>, with u as in the forward pass.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">The forward pass's input.</param>
    /// <param name="dy">The upstream gradient.</param>
    /// <param name="dx">As long as <paramref name="x"/>; may be <paramref name="dy"/>.</param>
    public static void TanhBackward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => Backward(x, dy, dx, isExact: false);

    /// <summary><c>y = x·Φ(x) = x/2·erfc(−x/√2)</c>, accurate in the lower tail, too.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">As long as <paramref name="x"/>; may be <paramref name="x"/>.</param>
    public static void Exact<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Forward(x, y, isExact: true);

    /// <summary><c>dx = dy·(Φ(x) + x·φ(x))</c> with <c>φ(x) = e^(−x²/2)/√(2π)</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">The forward pass's input.</param>
    /// <param name="dy">The upstream gradient.</param>
    /// <param name="dx">As long as <paramref name="x"/>; may be <paramref name="dy"/>.</param>
    public static void ExactBackward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => Backward(x, dy, dx, isExact: true);

    private static void Forward<T>(
        ReadOnlySpan<T> x,
        Span<T> y,
        bool isExact,
        [CallerMemberName] string kernel = ""
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(x.Length, y.Length, nameof(y), kernel);
        fixed (
            T* px = x,
                py = y
        )
        {
            var work = new Elements<T>
            {
                X = px,
                Y = py,
                IsExact = isExact,
            };
            Parts.Run<T, Elements<T>>(work, x.Length, 1, isExact ? 1.2 : 0.5);
        }
    }

    private static void Backward<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> dy,
        Span<T> dx,
        bool isExact,
        [CallerMemberName] string kernel = ""
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(x.Length, dy.Length, nameof(dy), kernel);
        Check.SameLength(x.Length, dx.Length, nameof(dx), kernel);
        fixed (
            T* px = x,
                pdy = dy,
                pdx = dx
        )
        {
            var work = new Elements<T>
            {
                X = px,
                Dy = pdy,
                Y = pdx,
                IsExact = isExact,
            };
            Parts.Run<T, Elements<T>>(work, x.Length, 1, isExact ? 1.5 : 0.6);
        }
    }
}
