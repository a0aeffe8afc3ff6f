namespace TinyAutograd.Tests.Kernels;

/// <summary>Functions that kernels compute a vector at a time, here one number at a time, and the error function by other formulas.</summary>
internal static class ScalarFunctions
{
    /// <summary>The error function.</summary>
    public static double Erf(double x) =>
        Math.CopySign(Math.Abs(x) < 1 ? ErfSeries(Math.Abs(x)) : 1 - ErfcFraction(Math.Abs(x)), x);

    /// <summary>The complement of the error function, <c>erfc x = 1 − erf x</c>.</summary>
    public static double Erfc(double x) => x < 1 ? 1 - Erf(x) : ErfcFraction(x);

    // erf x = 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·5…(2n+1)), Abramowitz and Stegun 7.1.6: all terms are positive.
    private static double ErfSeries(double x)
    {
        var (sum, term) = (0.0, x);
        for (var n = 1; n < 60; n++)
        {
            sum += term;
            term *= 2 * x * x / (2 * n + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    // erfc x = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))), 7.1.14, from the back: all terms are positive.
    private static double ErfcFraction(double x)
    {
        var fraction = x;
        for (var n = 500; n > 0; n--)
        {
            fraction = x + n / 2.0 / fraction;
        }
        // e^(−x²) with the rest of x² that its rounding leaves.
        var square = x * x;
        var rest = Math.FusedMultiplyAdd(x, x, -square);
        return Math.Exp(-square) * (1 - rest) / (Math.Sqrt(Math.PI) * fraction);
    }

    /// <summary><c>eˣ − 1</c>.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>Within 3 units in the last place; the sign of zero is kept.</returns>
    public static double Expm1(double x) =>
        x == 0 ? x
        : Math.Abs(x) < 0.35 ? Expm1Series(x)
        : Math.Exp(x) - 1;

    /// <summary><c>tanh x = (1 − e^(−2x)) / (1 + e^(−2x))</c>.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>In [−1, 1], within 4 units in the last place; the sign of zero is kept.</returns>
    public static double Tanh(double x)
    {
        var e = Expm1(-2 * Math.Abs(x));
        return Math.CopySign(e / (2 + e), x);
    }

    /// <summary><c>1 / (1 + e^(−x))</c>.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>In [0, 1], with full relative accuracy down to the smallest number.</returns>
    public static double Sigmoid(double x)
    {
        // e^(−|x|) never overflows; for negative x numerator and denominator are multiplied by eˣ.
        var e = Math.Exp(-Math.Abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    // The series Σ xⁿ/n! from n = 1 to 14. With |x| < 0.35 the first term left out is below 1e-18 of the sum;
    // the leading x is added last, so that the rounding errors of the others are shifted away.
    private static double Expm1Series(double x)
    {
        var p = 1 / 87178291200.0;
        p = Math.FusedMultiplyAdd(p, x, 1 / 6227020800.0);
        p = Math.FusedMultiplyAdd(p, x, 1 / 479001600.0);
        p = Math.FusedMultiplyAdd(p, x, 1 / 39916800.0);
        p = Math.FusedMultiplyAdd(p, x, 1 / 3628800.0);
        p = Math.FusedMultiplyAdd(p, x, 1 / 362880.0);
        p = Math.FusedMultiplyAdd(p, x, 1 / 40320.0);
        p = Math.FusedMultiplyAdd(p, x, 1 / 5040.0);
        p = Math.FusedMultiplyAdd(p, x, 1 / 720.0);
        p = Math.FusedMultiplyAdd(p, x, 1 / 120.0);
        p = Math.FusedMultiplyAdd(p, x, 1 / 24.0);
        p = Math.FusedMultiplyAdd(p, x, 1 / 6.0);
        p = Math.FusedMultiplyAdd(p, x, 1 / 2.0);
        return Math.FusedMultiplyAdd(p, x * x, x);
    }
}
