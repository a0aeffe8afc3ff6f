using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>
/// Elementwise functions that the platform lacks or computes with cancellation, to full accuracy: the relative error is a few
/// units in the last place for every argument, however tiny.
/// </summary>
/// <remarks>Every method writes <c>y[i] = f(x[i])</c>; <c>y</c> may be <c>x</c> itself.</remarks>
internal static unsafe partial class SpecialFunctions
{
    /// <summary><c>y = eˣ</c>; exactly 1 at zero, where TensorPrimitives.Exp 10.0.0 gives 1.0000001 in float.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">As long as <paramref name="x"/>; values in [0, ∞].</param>
    public static void Exp<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => MapVectors<T, ExpFunction<T>>(x, y);

    /// <summary><c>y = ln(1 + x)</c>, accurate for tiny x, where <c>1 + x</c> alone has lost its digits.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers; below −1 gives NaN, −1 gives −∞.</param>
    /// <param name="y">As long as <paramref name="x"/>.</param>
    public static void Log1p<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Map<T, Log1pFunction>(x, y);

    /// <summary><c>y = eˣ − 1</c>, accurate for tiny x.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">As long as <paramref name="x"/>; values in [−1, ∞].</param>
    public static void Expm1<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => MapVectors<T, Expm1Function<T>>(x, y);

    /// <summary>Hyperbolic tangent, <c>y = tanh x</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">As long as <paramref name="x"/>; values in [−1, 1].</param>
    /// <remarks>TensorPrimitives.Tanh 10.0.0 has no digits left for tiny x, and in float gives −6e-8 at zero.</remarks>
    public static void Tanh<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => MapVectors<T, TanhFunction<T>>(x, y);

    /// <summary>The error function, <c>y = 2/√π ∫₀ˣ e^(−t²) dt</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">As long as <paramref name="x"/>; values in [−1, 1].</param>
    public static void Erf<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => MapVectors<T, ErfFunction<T>>(x, y);

    /// <summary>The complement of the error function, <c>y = 1 − erf x</c>, without cancellation for large x.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">As long as <paramref name="x"/>; values in [0, 2].</param>
    public static void Erfc<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => MapVectors<T, ErfcFunction<T>>(x, y);

    /// <summary>The logistic function, <c>y = 1 / (1 + e^(−x))</c>, with full relative accuracy in both tails.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">As long as <paramref name="x"/>; values in [0, 1].</param>
    public static void Sigmoid<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => MapVectors<T, SigmoidFunction<T>>(x, y);

    /// <summary><c>y = ln σ(x) = −ln(1 + e^(−x))</c>, which neither overflows nor loses the tails.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">As long as <paramref name="x"/>; values in [−∞, 0].</param>
    public static void LogSigmoid<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Map<T, LogSigmoidFunction>(x, y);

    /// <summary><c>y = ln(1 + eˣ) = −ln σ(−x)</c>, which neither overflows nor loses the tails.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">As long as <paramref name="x"/>; values in [0, ∞].</param>
    public static void Softplus<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Map<T, SoftplusFunction>(x, y);

    private static void Map<T, TFunction>(
        ReadOnlySpan<T> x,
        Span<T> y,
        [CallerMemberName] string kernel = ""
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : IFunction
    {
        Check.SameLength(x.Length, y.Length, nameof(y), kernel);
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = T.CreateTruncating(TFunction.Of(double.CreateTruncating(x[i])));
        }
    }

    private interface IFunction
    {
        static abstract double Of(double x);
    }

    private readonly struct Log1pFunction : IFunction
    {
        public static double Of(double x) => Log1p(x);
    }

    private readonly struct LogSigmoidFunction : IFunction
    {
        public static double Of(double x) => -Softplus(-x);
    }

    private readonly struct SoftplusFunction : IFunction
    {
        public static double Of(double x) => Softplus(x);
    }
}
