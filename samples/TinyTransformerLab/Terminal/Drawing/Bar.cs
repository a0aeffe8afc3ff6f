using Spectre.Console;

namespace TinyTransformerLab;

/// <summary>Horizontal bars, exact to an eighth of a character where the terminal has such blocks.</summary>
internal static class Bar
{
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>A bar for a share of the width, filled up with blanks.</summary>
    /// <param name="look">How it is drawn.</param>
    /// <param name="share">In [0, 1].</param>
    /// <param name="width">Columns of the whole.</param>
    /// <param name="style">Its colour.</param>
    public static Line Of(Look look, double share, int width, Style style)
    {
        var length = Math.Clamp(share, 0, 1) * width;
        if (look.IsAscii)
        {
            return Line.Of(new string('#', (int)Math.Round(length)), style).PadRight(width);
        }
        var eighths = (int)Math.Round(length * 8);
        var text = new string('█', eighths / 8);
        return Line.Of(eighths % 8 == 0 ? text : text + Eighths[eighths % 8], style)
            .PadRight(width);
    }

    /// <summary>A bar to the left for a negative, to the right for a positive share, from a zero in the middle.</summary>
    /// <param name="look">How it is drawn.</param>
    /// <param name="share">In [−1, 1].</param>
    /// <param name="half">Columns on either side.</param>
    public static Line Signed(Look look, double share, int half)
    {
        var length = (int)Math.Round(Math.Clamp(Math.Abs(share), 0, 1) * half);
        var bar = look.Piece(new string('█', length), look.Palette.Sign(share));
        var zero = look.Piece("│", look.Palette.Faint);
        return share < 0
            ? bar.PadLeft(half) + zero + Line.Blank(half)
            : Line.Blank(half) + zero + bar.PadRight(half);
    }

    /// <summary>The interval from 0 to 1 with one share marked, and the place where the draw fell.</summary>
    /// <param name="look">How it is drawn.</param>
    /// <param name="from">Where the share begins.</param>
    /// <param name="share">Its size.</param>
    /// <param name="draw">The number that was drawn.</param>
    /// <param name="width">Columns.</param>
    public static Line Cumulative(Look look, double from, double share, double draw, int width)
    {
        var first = Math.Min(width - 1, (int)(from * width));
        var last = Math.Clamp((int)Math.Round((from + share) * width) - 1, first, width - 1);
        var place = Math.Clamp((int)(draw * width), first, last);
        return Line.Join(
            Enumerable
                .Range(0, width)
                .Select(i =>
                    i == place ? look.Piece("▼", look.Palette.Second)
                    : i >= first && i <= last ? look.Piece("█", look.Palette.Accent)
                    : look.Piece("─", look.Palette.Faint)
                )
        );
    }
}
