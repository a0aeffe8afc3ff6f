namespace TinyAutograd.Tests.Ops;

/// <summary>The derivative of a function of one number by differences of fourth order, with its own error estimate.</summary>
/// <remarks>D(h) = [8 (f(h) − f(−h)) − (f(2h) − f(−2h))] / 12h has error h⁴ f⁗′/30. D(h/2) is the value and |D(h) − D(h/2)|, about
/// fifteen times its error, the tolerance; rounding adds a multiple of ε·M/h, where M is the magnitude of the terms. A point is no
/// judge of a gradient, and is discarded, where the one-sided derivatives differ (a kink) or the estimate does not settle. A kink exactly
/// at the point is even in t, so that neither estimate sees it: numeric would be the mean of both sides. The one-sided derivatives of a
/// smooth function differ by h³ f⁗/2 ≈ 5e-10 f⁗ only, so that a small kink, too, is told from a bend.</remarks>
internal readonly record struct CentralDifference(double Value, double Tolerance, bool IsUsable)
{
    private const double Epsilon = 2.220446049250313e-16;

    // Errors of the function itself: a few units in the last place of each of the terms that it adds up.
    private const double RoundingFactor = 64;

    private const double SmallestKink = 1e-5;

    private static readonly double[] Offsets = [0, 0.5, -0.5, 1, -1, 2, -2];

    /// <summary>The derivative at 0 of each component of a function.</summary>
    /// <param name="f">A function of the distance from the point.</param>
    /// <param name="magnitude">Magnitude of the numbers that it computes with, at least 1.</param>
    public static CentralDifference[] Of(Func<double, double[]> f, double magnitude)
    {
        var h = Math.ScaleB(1, -10);
        var values = Array.ConvertAll(Offsets, offset => f(offset * h));
        var derivatives = new CentralDifference[values[0].Length];
        for (var i = 0; i < derivatives.Length; i++)
        {
            derivatives[i] = Of(Array.ConvertAll(values, value => value[i]), h, magnitude);
        }
        return derivatives;
    }

    /// <summary>Whether the analytic derivative is within the tolerance.</summary>
    public bool Agrees(double analytic) => Math.Abs(analytic - Value) <= Tolerance;

    private static CentralDifference Of(double[] f, double h, double magnitude)
    {
        var wide = (8 * (f[3] - f[4]) - (f[5] - f[6])) / (12 * h);
        var narrow = (8 * (f[1] - f[2]) - (f[3] - f[4])) / (6 * h);
        var right = (-3 * f[0] + 4 * f[3] - f[5]) / (2 * h);
        var left = (3 * f[0] - 4 * f[4] + f[6]) / (2 * h);
        var scale = Math.Max(1, Math.Abs(narrow));
        var terms = Math.Max(magnitude, f.Max(Math.Abs));
        var tolerance = Math.Abs(wide - narrow) + RoundingFactor * Epsilon * terms / h;
        var isUsable = Math.Abs(right - left) <= SmallestKink * scale && tolerance <= 1e-6 * scale;
        return new CentralDifference(narrow, tolerance, isUsable);
    }
}
