using Spectre.Console;
using Spectre.Console.Rendering;

namespace TinyTransformerLab;

/// <summary>Blocks of lines: wrapped, side by side, and to and from the widgets of Spectre.Console.</summary>
internal static class Lines
{
    /// <summary>A text broken between words.</summary>
    /// <param name="look">How it is written.</param>
    /// <param name="text">Words with blanks between them.</param>
    /// <param name="width">Columns to fill at the most.</param>
    /// <param name="style">Its style.</param>
    public static IReadOnlyList<Line> Wrap(Look look, string text, int width, Style? style = null)
    {
        var lines = new List<Line>();
        var line = Line.Empty;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var piece = look.Piece(word, style);
            if (line.Width > 0 && line.Width + 1 + piece.Width > width)
            {
                lines.Add(line);
                line = Line.Empty;
            }
            line = line.Width == 0 ? piece : line + look.Piece(" ", style) + piece;
            while (line.Width > width) // a single word that is longer than the line
            {
                var head = line.Crop(Math.Max(2, width));
                lines.Add(head);
                line = Line.Of(line.Text[head.Text.Length..], style);
            }
        }
        if (line.Width > 0)
        {
            lines.Add(line);
        }
        return lines;
    }

    /// <summary>Pieces one after the other, a new line wherever the next does not fit.</summary>
    public static IReadOnlyList<Line> Flow(IEnumerable<Line> pieces, int width, Line separator)
    {
        var lines = new List<Line>();
        var line = Line.Empty;
        foreach (var piece in pieces)
        {
            if (line.Width > 0 && line.Width + separator.Width + piece.Width > width)
            {
                lines.Add(line);
                line = Line.Empty;
            }
            line = line.Width == 0 ? piece : line + separator + piece;
        }
        if (line.Width > 0)
        {
            lines.Add(line);
        }
        return [.. lines.Select(each => each.Crop(width))];
    }

    /// <summary>Two blocks side by side.</summary>
    public static IReadOnlyList<Line> Beside(
        IReadOnlyList<Line> left,
        IReadOnlyList<Line> right,
        int gap
    )
    {
        var width = WidthOf(left);
        return
        [
            .. Enumerable
                .Range(0, Math.Max(left.Count, right.Count))
                .Select(i =>
                    i < right.Count
                        ? (i < left.Count ? left[i] : Line.Empty).PadRight(width + gap) + right[i]
                        : left[i]
                ),
        ];
    }

    /// <summary>Blocks in rows, as many side by side as fit, a blank line between the rows.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="width">Columns that there are.</param>
    /// <param name="gap">Blanks between two blocks.</param>
    /// <param name="perGroup">Blocks that belong together: a full row holds a divisor of this number.</param>
    public static IReadOnlyList<Line> Grid(
        IReadOnlyList<IReadOnlyList<Line>> blocks,
        int width,
        int gap,
        int perGroup
    )
    {
        if (blocks.Count == 0)
        {
            return [];
        }
        var column = blocks.Max(WidthOf);
        var perRow = Math.Clamp((width + gap) / (column + gap), 1, perGroup);
        while (perGroup % perRow != 0)
        {
            perRow--;
        }
        var lines = new List<Line>();
        foreach (var row in blocks.Chunk(perRow))
        {
            if (lines.Count > 0)
            {
                lines.Add(Line.Empty);
            }
            lines.AddRange(
                row.Select(block => PadWidth(block, column))
                    .Aggregate((left, right) => Beside(left, right, gap))
            );
        }
        return lines;
    }

    /// <summary>Columns of the widest line.</summary>
    public static int WidthOf(IReadOnlyList<Line> lines) =>
        lines.Count == 0 ? 0 : lines.Max(line => line.Width);

    /// <summary>Every line behind blanks.</summary>
    public static IReadOnlyList<Line> Indent(IReadOnlyList<Line> lines, int by) =>
        [.. lines.Select(line => line.Width == 0 ? line : Line.Blank(by) + line)];

    /// <summary>What a widget of Spectre.Console draws.</summary>
    public static IReadOnlyList<Line> Of(Look look, IRenderable widget, int width)
    {
        var capabilities = new Capabilities
        {
            ColorSystem = look.Colours,
            Ansi = look.Colours != ColorSystem.NoColors,
            Unicode = !look.IsAscii,
        };
        var options = new RenderOptions(capabilities, new Size(width, int.MaxValue));
        return
        [
            .. Segment
                .SplitLines(widget.Render(options, width), width)
                .Select(line => new Line([.. line])),
        ];
    }

    /// <summary>Lines as a widget, to stand in one of Spectre.Console's.</summary>
    public static IRenderable AsWidget(IReadOnlyList<Line> lines) => new Widget(lines);

    private static IReadOnlyList<Line> PadWidth(IReadOnlyList<Line> lines, int width) =>
        [.. lines.Select(line => line.PadRight(width))];

    private sealed class Widget(IReadOnlyList<Line> lines) : Renderable
    {
        protected override Measurement Measure(RenderOptions options, int maxWidth) =>
            new(Math.Min(WidthOf(lines), maxWidth), Math.Min(WidthOf(lines), maxWidth));

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            lines.SelectMany(line => line.Segments.Append(Segment.LineBreak));
    }
}
