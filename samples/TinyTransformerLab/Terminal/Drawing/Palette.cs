using Spectre.Console;

namespace TinyTransformerLab;

/// <summary>The colours of all that has a meaning, for what the terminal can show. Colour is never the only sign.</summary>
/// <param name="colours">What the terminal can show.</param>
internal sealed class Palette(ColorSystem colours)
{
    // Readable on black and on white.
    private static readonly Color Blue = new(61, 134, 214);
    private static readonly Color Orange = new(214, 106, 31);
    private static readonly Color Green = new(58, 145, 88);
    private static readonly Color Red = new(214, 64, 64);
    private static readonly Color Grey = new(128, 128, 128);

    // Of the 256 fixed colours those that come nearest to the same way from blue over grey to yellow.
    private static readonly Style[] FixedRamp =
    [
        .. new[] { 17, 18, 60, 102, 143, 185, 227 }.Select(number =>
            OklabMix.WithText(Color.FromInt32(number))
        ),
    ];

    private readonly bool isRich = colours is ColorSystem.TrueColor or ColorSystem.EightBit;
    private readonly bool isPlain = colours == ColorSystem.NoColors;

    /// <summary>Titles of panels, the smoothed loss, what is positive.</summary>
    public Style Accent => Ink(Blue, Color.Blue, Decoration.Bold);

    /// <summary>The second colour: held-out numbers, what is negative.</summary>
    public Style Second => Ink(Orange, Color.Olive);

    /// <summary>What holds.</summary>
    public Style Good => Ink(Green, Color.Green);

    /// <summary>What does not.</summary>
    public Style Bad => Ink(Red, Color.Red, Decoration.Bold);

    /// <summary>What stands back: axes, borders, single steps, remarks.</summary>
    public Style Faint => Ink(Grey, Color.Grey);

    /// <summary>Headings and letters.</summary>
    public Style Strong { get; } = new(decoration: Decoration.Bold);

    /// <summary>The title's letters, from blue to orange.</summary>
    /// <param name="share">The place in the title, in [0, 1].</param>
    public Style Title(double share) =>
        isRich
            ? new Style(OklabMix.Between(Blue, Orange, share), decoration: Decoration.Bold)
            : Accent;

    /// <summary>A positive number blue, a negative one orange; the sign is written as well.</summary>
    public Style Sign(double value) => value < 0 ? Second : Ink(Blue, Color.Blue);

    /// <summary>From calm blue (expected) to hot orange (surprising).</summary>
    /// <param name="share">Surprise as a share of that of a blind guess.</param>
    public Style Surprise(double share) =>
        isPlain ? Style.Plain
        : isRich ? new Style(OklabMix.Between(Blue, Orange, Math.Clamp(share, 0, 1)))
        : share switch
        {
            < 0.3 => new Style(Color.Blue),
            < 0.6 => new Style(Color.Teal),
            < 0.9 => new Style(Color.Olive),
            _ => new Style(Color.Red),
        };

    /// <summary>A cell of a heat map: dark blue for 0, yellow for 1, lighter with every step between; the text on it stays readable.</summary>
    /// <param name="share">In [0, 1].</param>
    public Style Heat(double share) =>
        isPlain ? Style.Plain
        : colours == ColorSystem.TrueColor ? OklabMix.Cell(Math.Clamp(share, 0, 1))
        : colours == ColorSystem.EightBit
            ? FixedRamp[(int)(Math.Clamp(share, 0, 1) * (FixedRamp.Length - 1) + 0.5)]
        : share switch
        {
            < 0.05 => new Style(Color.Silver, Color.Black),
            < 0.25 => new Style(Color.White, Color.Navy),
            < 0.5 => new Style(Color.Black, Color.Teal),
            < 0.75 => new Style(Color.Black, Color.Olive),
            _ => new Style(Color.Black, Color.Yellow),
        };

    private Style Ink(Color rich, Color simple, Decoration decoration = Decoration.None) =>
        isPlain
            ? new Style(decoration: decoration)
            : new Style(isRich ? rich : simple, decoration: decoration);
}
