using System.Text;
using Spectre.Console;

namespace TinyTransformerLab;

/// <summary>How everything is drawn: the width, the characters, the colours. A renderer is a function of records and a look.</summary>
/// <param name="Width">Columns; no line is longer.</param>
/// <param name="IsAscii">Whether only 7-bit characters may be used.</param>
/// <param name="Colours">What the terminal can show.</param>
internal sealed record Look(
    int Width,
    bool IsAscii = false,
    ColorSystem Colours = ColorSystem.NoColors
)
{
    // Longer lines of running text are hard to read.
    private const int WidestText = 100;

    // Two dashes and a blank before a title, a blank and at least two dashes behind it.
    private const int RuleEnds = 6;

    /// <summary>The colours for everything that has a meaning.</summary>
    public Palette Palette { get; } = new(Colours);

    /// <summary>Columns for running text.</summary>
    public int TextWidth => Math.Min(Width, WidestText);

    /// <summary>A piece of text in a style. Whatever comes from data goes through here: a control character would garble the terminal.</summary>
    public Line Piece(string text, Style? style = null) => Line.Of(Fit(text), style);

    /// <summary>A text with characters that this terminal can show.</summary>
    public string Fit(string text)
    {
        var shown = text.Any(char.IsControl)
            ? string.Concat(text.EnumerateRunes().Select(WithoutControl))
            : text;
        return IsAscii ? SevenBit.Of(shown) : shown;
    }

    /// <summary>A paragraph.</summary>
    public IReadOnlyList<Line> Wrap(string text, Style? style = null) =>
        Lines.Wrap(this, text, TextWidth, style);

    /// <summary>A table without rows; add columns and rows with <see cref="Cell"/>.</summary>
    public Table Table() =>
        new()
        {
            Border = IsAscii ? TableBorder.Ascii : TableBorder.Rounded,
            BorderStyle = Palette.Faint,
        };

    /// <summary>The text of a cell of a table.</summary>
    public Text Cell(string text, Style? style = null) => new(Fit(text), style ?? Style.Plain);

    /// <summary>A rule with a title.</summary>
    public Line Rule(string title)
    {
        var room = Width - RuleEnds;
        var rule = new Rule(Markup.Escape(Piece(title).Crop(room).Text))
        {
            Justification = Justify.Left,
            Style = Palette.Accent,
            Border = IsAscii ? BoxBorder.Ascii : BoxBorder.Square,
        };
        return Lines.Of(this, rule, Width)[0];
    }

    private static string WithoutControl(Rune rune) =>
        Rune.IsControl(rune) ? $"\\u{rune.Value:X4}" : rune.ToString();
}
