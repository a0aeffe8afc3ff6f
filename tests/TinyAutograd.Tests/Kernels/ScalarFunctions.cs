namespace TinyAutograd.Tests.Kernels;

/// <summary>Functions that kernels compute a vector at a time, here one number at a time.</summary>
internal static class ScalarFunctions
{
    // erf(x)/x − 1 as a polynomial in x² on [0, 1], lowest power first.
    private static ReadOnlySpan<double> Near =>
        [
            0.12837916709551256,
            -0.37612638903183543,
            0.11283791670945006,
            -0.02686617064323777,
            0.0052239776071164225,
            -0.0008548325975389692,
            0.00012055294904839707,
            -1.492473690741966e-05,
            1.6447424703317362e-06,
            -1.6208483801871705e-07,
            1.3720064546777686e-08,
            -7.795898827002142e-10,
        ];

    // (1 + 2x)·exp(x²)·erfc(x) as a polynomial in t = (x − 4)/(x + 4), for x in [1, 28], lowest power first. The form is that of
    // Shepherd and Laframboise 1981: the function is smooth in t and lies between 1.1 and 1.3.
    private static ReadOnlySpan<double> Far =>
        [
            1.2329951186255526,
            -0.13962111684056253,
            0.015379652102620517,
            0.06809705425469556,
            -0.10103906603636663,
            0.09373283499822639,
            -0.06633036581022515,
            0.03716751553970077,
            -0.016197734090861556,
            0.005031969959955954,
            -0.0007577729682444181,
            -0.0001992566557780742,
            0.0001506197652840239,
            -2.4398796129808548e-05,
            -1.1214940454085914e-05,
            5.706137058391276e-06,
            2.779610203474889e-07,
            -8.132213473308921e-07,
            9.378764713111928e-08,
            8.981761538262737e-08,
            -2.6490729369178822e-08,
        ];

    // From here on erfc is below the smallest number: exp(−27.3²) / (27.3 √π) < 2⁻¹⁰⁷⁵.
    private const double ErfcVanishes = 27.3;

    /// <summary>The error function, <c>erf x = 2/√π ∫₀ˣ e^(−t²) dt</c>.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>In [−1, 1], within 3 units in the last place; the sign of zero is kept.</returns>
    public static double Erf(double x)
    {
        var a = Math.Abs(x);
        return a < 1 ? Math.FusedMultiplyAdd(x, Polynomial(Near, x * x), x)
            : a < 6 ? Math.CopySign(1 - ErfcTail(a), x)
            : a >= 6 ? Math.Sign(x)
            : x; // NaN
    }

    /// <summary>The complement of the error function, <c>erfc x = 1 − erf x</c>.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>In [0, 2], with a relative error below 1e-14 however small.</returns>
    public static double Erfc(double x) =>
        double.IsNaN(x) ? x
        : x < 1 ? 1 - Erf(x)
        : x < ErfcVanishes ? ErfcTail(x)
        : 0;

    // erfc x for 1 ≤ x ≤ 27.3.
    private static double ErfcTail(double x)
    {
        // x² is needed with twice the digits, as exp turns its absolute error into a relative one: s + r = x² exactly.
        var s = x * x;
        var r = Math.FusedMultiplyAdd(x, x, -s);
        var scaled = Polynomial(Far, (x - 4) / (x + 4)) / Math.FusedMultiplyAdd(2, x, 1);
        return Math.Exp(-s) * Math.FusedMultiplyAdd(-r, scaled, scaled);
    }

    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        var p = coefficients[^1];
        for (var i = coefficients.Length - 2; i >= 0; i--)
        {
            p = Math.FusedMultiplyAdd(p, x, coefficients[i]);
        }
        return p;
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
    /// <remarks>TensorPrimitives.Tanh 10.0.0 has no digits left for tiny x, and in float gives −6e-8 at zero.</remarks>
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
