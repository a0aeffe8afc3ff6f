using System.Numerics;

namespace TinyAutograd.Kernels;

/// <content>Inverse trigonometric and hyperbolic functions, computed in double precision one number at a time.</content>
internal static unsafe partial class SpecialFunctions
{
    /// <summary><c>y = arcsin x</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers; outside [−1, 1] gives NaN.</param>
    /// <param name="y">As long as <paramref name="x"/>; values in [−π/2, π/2].</param>
    public static void Asin<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Map<T, AsinFunction>(x, y);

    /// <summary><c>y = arccos x</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers; outside [−1, 1] gives NaN.</param>
    /// <param name="y">As long as <paramref name="x"/>; values in [0, π].</param>
    public static void Acos<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Map<T, AcosFunction>(x, y);

    /// <summary><c>y = arctan x</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">As long as <paramref name="x"/>; values in [−π/2, π/2].</param>
    public static void Atan<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Map<T, AtanFunction>(x, y);

    /// <summary><c>y = sinh x</c>, accurate for tiny x, where <c>(eˣ − e⁻ˣ)/2</c> has lost its digits.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">As long as <paramref name="x"/>.</param>
    public static void Sinh<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Map<T, SinhFunction>(x, y);

    /// <summary><c>y = cosh x</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">As long as <paramref name="x"/>; values ≥ 1.</param>
    public static void Cosh<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Map<T, CoshFunction>(x, y);

    private readonly struct AsinFunction : IFunction
    {
        public static double Of(double x) => Math.Asin(x);
    }

    private readonly struct AcosFunction : IFunction
    {
        public static double Of(double x) => Math.Acos(x);
    }

    private readonly struct AtanFunction : IFunction
    {
        public static double Of(double x) => Math.Atan(x);
    }

    private readonly struct SinhFunction : IFunction
    {
        public static double Of(double x) => Math.Sinh(x);
    }

    private readonly struct CoshFunction : IFunction
    {
        public static double Of(double x) => Math.Cosh(x);
    }
}
