using Spectre.Console;

namespace TinyTransformerLab;

/// <summary>Mixes colours in Oklab, where equal steps look equal: along a straight line lightness never turns back.</summary>
/// <remarks>Source: Ottosson, "A perceptual color space for image processing" (2020).</remarks>
internal static class OklabMix
{
    private const int Shades = 64;

    // Where black and white text have the same contrast (WCAG 2): √(0.05 · 1.05) − 0.05.
    private const double LightEnough = 0.179;

    private static readonly Color Low = new(0, 34, 78);
    private static readonly Color High = new(254, 232, 56);

    private static readonly Style[] Cells =
    [
        .. Enumerable.Range(0, Shades).Select(i => CellOf((double)i / (Shades - 1))),
    ];

    /// <summary>A cell of a heat map with readable text.</summary>
    /// <param name="share">In [0, 1].</param>
    public static Style Cell(double share) => Cells[(int)Math.Round(share * (Shades - 1))];

    /// <summary>A background with black or white text, whichever is easier to read.</summary>
    public static Style WithText(Color background) =>
        new(
            Luminance(background) > LightEnough ? new Color(0, 0, 0) : new Color(255, 255, 255),
            background
        );

    /// <summary>Lightness of a colour, from 0 (black) to 1 (white).</summary>
    public static double Lightness(Color colour) => ToOklab(colour).L;

    /// <summary>The colour at a share of the way.</summary>
    public static Color Between(Color from, Color to, double share)
    {
        var (a, b) = (ToOklab(from), ToOklab(to));
        return FromOklab(
            a.L + (b.L - a.L) * share,
            a.A + (b.A - a.A) * share,
            a.B + (b.B - a.B) * share
        );
    }

    private static Style CellOf(double share) => WithText(Between(Low, High, share));

    private static double Luminance(Color colour) =>
        0.2126 * Linear(colour.R) + 0.7152 * Linear(colour.G) + 0.0722 * Linear(colour.B);

    private static (double L, double A, double B) ToOklab(Color colour)
    {
        var (r, g, b) = (Linear(colour.R), Linear(colour.G), Linear(colour.B));
        var l = Math.Cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        var m = Math.Cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        var s = Math.Cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        return (
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
        );
    }

    private static Color FromOklab(double lightness, double a, double b)
    {
        var l = Math.Pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
        var m = Math.Pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
        var s = Math.Pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
        return new Color(
            Byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            Byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            Byte(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)
        );
    }

    private static double Linear(byte value)
    {
        var v = value / 255.0;
        return v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);
    }

    private static byte Byte(double linear)
    {
        var v = linear <= 0.0031308 ? linear * 12.92 : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055;
        return (byte)Math.Round(Math.Clamp(v, 0, 1) * 255);
    }
}
