using System.Globalization;
using System.Text;

namespace TinyTransformerLab;

/// <summary>The colours of numbers, as classes: computed in OKLab so that equal steps look equal and lightness never turns back.</summary>
/// <remarks>p0…p20: probabilities, from the paper's colour over grey to dark blue; for dark pages from dark blue to yellow. g0…g16: signed numbers,
/// orange below, blue above. On every colour the text is black or white, whichever has the higher contrast: at least 4.5. Source of OKLab:
/// Ottosson 2020.</remarks>
internal static class ColorScale
{
    /// <summary>Steps of the scale of probabilities.</summary>
    public const int Steps = 20;

    /// <summary>Steps of the scale of signs; the middle one is 0.</summary>
    public const int SignSteps = 16;

    private static readonly Lab LightLow = new(0.968, -0.004, 0.040);
    private static readonly Lab LightHigh = new(0.330, -0.012, -0.105);
    private static readonly Lab DarkLow = new(0.265, -0.008, -0.055);
    private static readonly Lab DarkHigh = new(0.900, -0.012, 0.150);
    private static readonly Lab LightBlue = new(0.500, -0.040, -0.130);
    private static readonly Lab LightOrange = new(0.560, 0.085, 0.110);
    private static readonly Lab LightZero = new(0.975, 0, 0.004);
    private static readonly Lab DarkBlue = new(0.760, -0.040, -0.100);
    private static readonly Lab DarkOrange = new(0.790, 0.060, 0.110);
    private static readonly Lab DarkZero = new(0.270, 0, 0);

    /// <summary>The class of a probability.</summary>
    public static string Of(double probability) =>
        $"p{Math.Clamp((int)Math.Round(probability * Steps), 0, Steps)}";

    /// <summary>The class of a signed number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="largest">The largest size that occurs beside it.</param>
    public static string OfSigned(double value, double largest) =>
        $"g{SignSteps / 2 + Math.Clamp((int)Math.Round(value / largest * (SignSteps / 2)), -SignSteps / 2, SignSteps / 2)}";

    /// <summary>The class of a surprise in nats: s0 expected … s4 astonishing.</summary>
    public static string OfSurprise(double nats) =>
        nats < 0.5 ? "s0"
        : nats < 1.5 ? "s1"
        : nats < 2.5 ? "s2"
        : nats < 4 ? "s3"
        : "s4";

    /// <summary>The rules of all classes, for light and dark pages.</summary>
    public static string Css()
    {
        var css = new StringBuilder();
        foreach (var (name, color) in Colors(isDark: false))
        {
            Append(css, name, color);
        }
        css.Append("@media (prefers-color-scheme:dark){@media not print{");
        foreach (var (name, color) in Colors(isDark: true))
        {
            Append(css, name, color);
        }
        return css.Append("}}\n").ToString();
    }

    /// <summary>The background colours, class by class.</summary>
    public static IEnumerable<(string Class, Rgb Color)> Colors(bool isDark)
    {
        var (low, high) = isDark ? (DarkLow, DarkHigh) : (LightLow, LightHigh);
        for (var i = 0; i <= Steps; i++)
        {
            yield return ($"p{i}", Lab.Mix(low, high, (double)i / Steps).ToRgb());
        }
        var (orange, zero, blue) = isDark
            ? (DarkOrange, DarkZero, DarkBlue)
            : (LightOrange, LightZero, LightBlue);
        const int half = SignSteps / 2;
        for (var i = -half; i <= half; i++)
        {
            var color = Lab.Mix(zero, i < 0 ? orange : blue, (double)Math.Abs(i) / half);
            yield return ($"g{half + i}", color.ToRgb());
        }
    }

    private static void Append(StringBuilder css, string name, Rgb color) =>
        css.Append(
            CultureInfo.InvariantCulture,
            $".{name}{{background:{color};fill:{color};color:{color.Ink}}}"
        );

    private readonly record struct Lab(double L, double A, double B)
    {
        public static Lab Mix(Lab from, Lab to, double share) =>
            new(
                from.L + (to.L - from.L) * share,
                from.A + (to.A - from.A) * share,
                from.B + (to.B - from.B) * share
            );

        public Rgb ToRgb()
        {
            var l = Math.Pow(L + 0.3963377774 * A + 0.2158037573 * B, 3);
            var m = Math.Pow(L - 0.1055613458 * A - 0.0638541728 * B, 3);
            var s = Math.Pow(L - 0.0894841775 * A - 1.2914855480 * B, 3);
            return Rgb.FromLinear(
                4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
                -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
                -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
            );
        }
    }
}
