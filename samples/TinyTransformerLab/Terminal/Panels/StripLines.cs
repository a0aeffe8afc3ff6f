namespace TinyTransformerLab;

/// <summary>The architecture: six boxes in a row, and the residual stream drawn straight through beneath them.</summary>
internal static class StripLines
{
    private const int FirstOfBlock = 1; // LayerNorm
    private const int LastOfBlock = 3; // MLP
    private const int WidestBox = 20;

    // How each box meets the stream.
    private static readonly (string Sign, string Verb)[] Taps =
    [
        ("▼", "starts it"),
        ("▲", "reads it"),
        ("⊕", "adds to it"),
        ("⊕", "adds to it"),
        ("▲", "reads it"),
        ("◀", "runs back"),
    ];

    /// <summary>Draws it: boxes side by side, or in a narrow window one below the other.</summary>
    public static IReadOnlyList<Line> Draw(Look look, LabInfo info)
    {
        var inner = Math.Min(WidestBox, (look.Width - info.Strip.Count - 1) / info.Strip.Count);
        return
        [
            .. inner >= Needed(look, info) ? Row(look, info, inner) : Stack(look, info),
            .. Sum(look, info),
            .. look.Wrap(Words.StripCaption(info)),
        ];
    }

    private static int Needed(Look look, LabInfo info) =>
        info.Strip.Max(box =>
            Facts(box).Select(Tight).Concat(box.Name.Split(' ')).Max(text => look.Fit(text).Length)
        );

    private static IEnumerable<Line> Row(Look look, LabInfo info, int inner)
    {
        var names = info.Strip.Select(box => NameLines(look, box, inner)).ToArray();
        var contents = info
            .Strip.Select(
                (box, i) =>
                    (Line[])
                        [
                            .. names[i],
                            .. Enumerable.Repeat(
                                Line.Empty,
                                names.Max(name => name.Count) - names[i].Count
                            ),
                            .. Facts(box)
                                .Select(fact =>
                                    look.Piece(fact.Length > inner ? Tight(fact) : fact)
                                ),
                        ]
            )
            .ToArray();
        yield return Border(look, inner, "┌", "┬", "┐", info.Strip.Count);
        for (var row = 0; row < contents[0].Length; row++)
        {
            var line = look.Piece("│", look.Palette.Faint);
            for (var box = 0; box < contents.Length; box++)
            {
                var isArrow = row == 0 && box < contents.Length - 1;
                line +=
                    contents[box][row].Center(inner)
                    + look.Piece(isArrow ? "▶" : "│", look.Palette.Faint);
            }
            yield return line;
        }
        yield return Border(look, inner, "└", "┴", "┘", info.Strip.Count);
        foreach (var line in Stream(look, info, inner))
        {
            yield return line;
        }
    }

    // Straight through: from the embedding to the end, with a sign wherever a box meets it.
    private static IEnumerable<Line> Stream(Look look, LabInfo info, int inner)
    {
        var start = 1 + inner / 2;
        var end = info.Strip.Count * (inner + 1);
        var stream = look.Piece("━", look.Palette.Accent);
        yield return Line.Blank(start)
            + Line.Join(
                Enumerable
                    .Range(start, end - start)
                    .Select(column =>
                        (column - start) % (inner + 1) == 0
                            ? look.Piece(
                                Taps[(column - start) / (inner + 1)].Sign,
                                look.Palette.Second
                            )
                            : stream
                    )
            );
        yield return Line.Blank(1)
            + Line.Join(
                Taps.Select(tap => look.Piece(tap.Verb, look.Palette.Faint).Center(inner + 1))
            );
        var times = $" × {info.LayerCount} blocks ";
        var width = (LastOfBlock - FirstOfBlock + 1) * (inner + 1) - 1;
        var dashes = width - look.Fit(times).Length - 2;
        yield return Line.Blank(FirstOfBlock * (inner + 1) + 1)
            + look.Piece("╰" + new string('─', dashes / 2), look.Palette.Faint)
            + look.Piece(times, look.Palette.Strong)
            + look.Piece(new string('─', dashes - dashes / 2) + "╯", look.Palette.Faint);
    }

    private static IEnumerable<Line> Stack(Look look, LabInfo info)
    {
        var bar = look.Piece("┃ ", look.Palette.Accent);
        for (var i = 0; i < info.Strip.Count; i++)
        {
            var box = info.Strip[i];
            var times = i is >= FirstOfBlock and <= LastOfBlock
                ? $" × {info.LayerCount} blocks"
                : "";
            yield return (
                look.Piece($"{Taps[i].Sign} ", look.Palette.Second)
                + look.Piece(box.Name, look.Palette.Strong)
                + look.Piece($" {Taps[i].Verb}{times}", look.Palette.Faint)
            ).Crop(look.Width);
            foreach (
                var line in Lines.Flow(
                    Inline(box).Select(fact => look.Piece(fact)),
                    look.Width - 4,
                    Line.Blank(2)
                )
            )
            {
                yield return bar + line;
            }
        }
    }

    private static IReadOnlyList<Line> Sum(Look look, LabInfo info) =>
        look.Wrap(
            $"{string.Join(" + ", info.Strip.Select(box => Digits.Count(box.Weights)))} = {Digits.Count(info.WeightCount)} weights",
            look.Palette.Faint
        );

    private static string[] Inline(StripBox box) =>
        [box.Letters, box.Shape, $"{Digits.Count(box.Weights)} weights", $"chapter {box.Chapter}"];

    private static string[] Facts(StripBox box) =>
        [
            box.Letters,
            box.Shape,
            Digits.Count(box.Weights),
            box.Weights == 0 ? "no weights" : "weights",
            $"chapter {box.Chapter}",
        ];

    private static IReadOnlyList<Line> NameLines(Look look, StripBox box, int inner) =>
        Lines.Wrap(look, box.Name, inner, look.Palette.Strong);

    private static string Tight(string shape) => shape.Replace(", ", ",", StringComparison.Ordinal);

    private static Line Border(
        Look look,
        int inner,
        string left,
        string between,
        string right,
        int count
    ) =>
        look.Piece(
            left + string.Join(between, Enumerable.Repeat(new string('─', inner), count)) + right,
            look.Palette.Faint
        );
}
