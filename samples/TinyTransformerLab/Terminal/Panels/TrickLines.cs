using Spectre.Console;

namespace TinyTransformerLab;

/// <summary>The trick behind attention in its five steps, each with what it claims and how well that holds; then the toy and the dial.</summary>
internal static class TrickLines
{
    private const int Gap = 3;
    private const int NarrowestNote = 34;

    /// <summary>Draws it.</summary>
    public static IReadOnlyList<Line> Draw(Look look, TrickView view) =>
        [
            .. WordLines.Draw(look, view.Word),
            .. look.Wrap(
                $"X is what layer {view.Trick.Layer + 1} reads: {view.Trick.Input.Count} rows of {(view.Trick.Input.Count > 0 ? view.Trick.Input[0].Count : 0)} numbers. Shown is W, which row takes how much of which; step 5 is head {view.Trick.Head + 1}.",
                look.Palette.Faint
            ),
            .. view.Trick.Steps.SelectMany(step => Step(look, view, step)),
            Line.Empty,
            .. Toy(look, view.Toy),
            Line.Empty,
            .. Dial(look, view),
        ];

    private static IEnumerable<Line> Step(Look look, TrickView view, TrickStep step)
    {
        var map = HeatMap.Pattern(look, view.Trick.Tokens, step.Weights).Draw(look, look.Width);
        var room = look.TextWidth - Lines.WidthOf(map) - Gap;
        var isWide = room >= NarrowestNote;
        IReadOnlyList<Line> words =
        [
            .. Lines.Wrap(
                look,
                $"{step.Number}  {step.Name}",
                isWide ? room : look.TextWidth,
                look.Palette.Accent
            ),
            .. Lines.Wrap(look, step.Note, isWide ? room : look.TextWidth),
            .. step.Checks.SelectMany(check => Check(look, check, isWide ? room : look.TextWidth)),
        ];
        return [Line.Empty, .. isWide ? Lines.Beside(map, words, Gap) : [.. words, .. map]];
    }

    private static IReadOnlyList<Line> Check(Look look, TrickCheck check, int width) =>
        Lines.Wrap(
            look,
            $"{(check.Holds ? "✓" : "✗")} {check.Claim}: largest difference {Digits.Difference(check.Difference)} (limit {Digits.Difference(check.Limit)})",
            width,
            check.Holds ? look.Palette.Good : look.Palette.Bad
        );

    private static IReadOnlyList<Line> Toy(Look look, TrickToy toy) =>
        [
            .. look.Wrap(
                "By hand: each row of Y is the average of the rows of X so far, and W·X does it in one product."
            ),
            .. Lines.Grid(
                [
                    Matrix(look, "X", toy.Input, isTriangle: false),
                    Matrix(look, "W", toy.Weights, isTriangle: true),
                    Matrix(look, "Y = W·X", toy.Result, isTriangle: false),
                ],
                look.Width,
                Gap,
                perGroup: 3
            ),
        ];

    private static IReadOnlyList<Line> Matrix(
        Look look,
        string name,
        IReadOnlyList<IReadOnlyList<double>> rows,
        bool isTriangle
    ) =>
        [
            look.Piece(name, look.Palette.Strong),
            .. rows.Select(
                (row, i) =>
                    Line.Join(
                        row.Select(
                            (value, j) =>
                                isTriangle && j > i
                                    ? look.Piece(" ╱╱╱╱", look.Palette.Faint)
                                    : look.Piece($" {Digits.Probability(value)}")
                        )
                    )
            ),
        ];

    private static IReadOnlyList<Line> Dial(Look look, TrickView view)
    {
        var table = look.Table();
        table.AddColumn(new TableColumn(look.Cell("entries", look.Palette.Strong)));
        table.AddColumn(
            new TableColumn(look.Cell("variance of q·k", look.Palette.Strong)).RightAligned()
        );
        table.AddColumn(
            new TableColumn(look.Cell("of q·k/√D", look.Palette.Strong)).RightAligned()
        );
        foreach (var size in view.Dial)
        {
            table.AddRow(
                look.Cell($"D = {Digits.Count(size.Size)}"),
                look.Cell(Digits.Score(size.Variance)),
                look.Cell(Digits.Score(size.ScaledVariance))
            );
        }
        return
        [
            .. look.Wrap(
                "Why divide by √D? The more entries are multiplied, the larger the scores, and softmax would see a single letter only. Divided, they stay of size 1:"
            ),
            .. Lines.Of(look, table, look.Width),
        ];
    }
}
