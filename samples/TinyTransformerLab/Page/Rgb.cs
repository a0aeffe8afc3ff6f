using System.Globalization;

namespace TinyTransformerLab;

/// <summary>A colour of the screen, and the contrast of text on it.</summary>
internal readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>Black or white, whichever is easier to read on this colour.</summary>
    public string Ink => (Luminance + 0.05) / 0.05 >= 1.05 / (Luminance + 0.05) ? "#000" : "#fff";

    /// <summary>The contrast of that text, at least √21 = 4.58. Source: WCAG 2.2, contrast ratio.</summary>
    public double InkContrast => Math.Max((Luminance + 0.05) / 0.05, 1.05 / (Luminance + 0.05));

    /// <summary>Relative luminance in [0, 1].</summary>
    public double Luminance => 0.2126 * Linear(R) + 0.7152 * Linear(G) + 0.0722 * Linear(B);

    /// <summary>From linear light in [0, 1]; what the screen cannot show is clipped.</summary>
    public static Rgb FromLinear(double r, double g, double b) => new(Byte(r), Byte(g), Byte(b));

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"#{R:x2}{G:x2}{B:x2}");

    private static byte Byte(double linear)
    {
        var x = Math.Clamp(linear, 0, 1);
        var value = x <= 0.0031308 ? 12.92 * x : 1.055 * Math.Pow(x, 1 / 2.4) - 0.055;
        return (byte)Math.Round(value * 255);
    }

    private static double Linear(byte value)
    {
        var x = value / 255.0;
        return x <= 0.04045 ? x / 12.92 : Math.Pow((x + 0.055) / 1.055, 2.4);
    }
}
