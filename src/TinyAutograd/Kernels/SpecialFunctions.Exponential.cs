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

    /// <summary><c>ln(1 + eˣ) = max(x, 0) + ln(1 + e^(−|x|))</c>.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>In [0, ∞]; both terms are positive, so nothing cancels.</returns>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));
}
