using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>Functions of two numbers, computed in double precision one pair at a time.</content>
internal static unsafe partial class SpecialFunctions
{
    /// <summary>The angle of points: <c>y = arctan(a/b)</c> in the quadrant of (b, a).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">Ordinates.</param>
    /// <param name="b">Abscissas, as many.</param>
    /// <param name="y">As many; values in [−π, π].</param>
    public static void Atan2<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => MapPairs<T, Atan2Function>(a, b, y);

    /// <summary><c>y = ln(eᵃ + eᵇ)</c>, which neither overflows nor loses the smaller of the two.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">Any numbers.</param>
    /// <param name="b">As many.</param>
    /// <param name="y">As many.</param>
    public static void LogAddExp<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => MapPairs<T, LogAddExpFunction>(a, b, y);

    private static void MapPairs<T, TFunction>(
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        Span<T> y,
        [CallerMemberName] string kernel = ""
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFunction : IPairFunction
    {
        Check.SameLength(a.Length, b.Length, nameof(b), kernel);
        Check.SameLength(a.Length, y.Length, nameof(y), kernel);
        for (var i = 0; i < a.Length; i++)
        {
            y[i] = T.CreateTruncating(
                TFunction.Of(double.CreateTruncating(a[i]), double.CreateTruncating(b[i]))
            );
        }
    }

    private interface IPairFunction
    {
        static abstract double Of(double a, double b);
    }

    private readonly struct Atan2Function : IPairFunction
    {
        public static double Of(double a, double b) => Math.Atan2(a, b);
    }

    private readonly struct LogAddExpFunction : IPairFunction
    {
        // Equal operands are taken apart, for the difference of equal infinities is NaN.
        public static double Of(double a, double b) =>
            a == b ? a + Math.Log(2) : Math.Max(a, b) + Log1p(Math.Exp(-Math.Abs(a - b)));
    }
}
