namespace TinyAutograd.Kernels;

/// <content>One number at a time: the functions around the exponential and the logarithm.</content>
internal static partial class SpecialFunctions
{
    /// <summary><c>ln(1 + x)</c>.</summary>
    /// <param name="x">Any number; below −1 gives NaN.</param>
    /// <returns>Within 3 units in the last place; the sign of zero is kept.</returns>
    /// <remarks>
    /// The rounding of u = 1 + x is undone: ln u is exact for the rounded u, and ln(1 + x)/x hardly changes between the two, so
    /// ln(1 + x) ≈ ln u · x / (u − 1), where u − 1 is exact. Source: Kahan's formula of the HP-15C, Goldberg 1991, theorem 4.
    /// </remarks>
    public static double Log1p(double x)
    {
        var u = 1 + x;
        var d = u - 1;
        return d == 0 ? x
            : double.IsFinite(d) ? Math.Log(u) * (x / d)
            : Math.Log(u);
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

    /// <summary><c>ln(1 + eˣ) = max(x, 0) + ln(1 + e^(−|x|))</c>.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>In [0, ∞]; both terms are positive, so nothing cancels.</returns>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

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
