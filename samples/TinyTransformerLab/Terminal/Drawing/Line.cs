using Spectre.Console;
using Spectre.Console.Rendering;

namespace TinyTransformerLab;

/// <summary>One line on the console: pieces of text, each in a style of its own. Immutable.</summary>
internal sealed class Line(IReadOnlyList<Segment> segments)
{
    /// <summary>A line without text.</summary>
    public static Line Empty { get; } = new([]);

    /// <summary>The pieces.</summary>
    public IReadOnlyList<Segment> Segments => segments;

    /// <summary>Columns that it takes: wide characters take two.</summary>
    public int Width { get; } = Segment.CellCount(segments);

    /// <summary>The text without styles.</summary>
    public string Text => string.Concat(segments.Select(segment => segment.Text));

    /// <summary>One piece. The text must be fit for the terminal already: <see cref="Look.Piece"/> sees to that.</summary>
    public static Line Of(string text, Style? style = null) =>
        text.Length == 0 ? Empty : new Line([new Segment(text, style ?? Style.Plain)]);

    /// <summary>Blanks.</summary>
    public static Line Blank(int width, Style? style = null) =>
        Of(new string(' ', Math.Max(0, width)), style);

    public static Line operator +(Line left, Line right) =>
        new([.. left.Segments, .. right.Segments]);

    /// <summary>Several pieces one after the other.</summary>
    public static Line Join(IEnumerable<Line> pieces) =>
        new([.. pieces.SelectMany(piece => piece.Segments)]);

    /// <summary>Blanks behind it up to a width.</summary>
    public Line PadRight(int width, Style? style = null) => this + Blank(width - Width, style);

    /// <summary>Blanks before it up to a width.</summary>
    public Line PadLeft(int width, Style? style = null) => Blank(width - Width, style) + this;

    /// <summary>Blanks on both sides up to a width.</summary>
    public Line Center(int width, Style? style = null)
    {
        var left = Math.Max(0, (width - Width) / 2);
        return (Blank(left, style) + this).PadRight(width, style);
    }

    /// <summary>Cut off behind a width.</summary>
    public Line Crop(int width) =>
        Width <= width ? this : new Line(Segment.Truncate(segments, Math.Max(0, width)));

    public override string ToString() => Text;
}
