using Spectre.Console;

namespace TinyTransformerLab;

/// <summary>The loss over the steps: single steps as a faint band, the smoothed loss as a bold line, held-out losses as diamonds, simpler guessers as dashed lines.</summary>
internal sealed class LossPlot
{
    private const int NamedBaselines = 3;
    private const int LeastColumns = 10;
    private const int LeastRows = 3;

    private readonly Look look;
    private readonly LossCurve curve;
    private readonly Baseline[] baselines;
    private readonly PlotAxes axes;
    private readonly DotCanvas canvas;
    private readonly DotLayer smooth;
    private readonly int columns;

    private LossPlot(
        Look look,
        LossCurve curve,
        LabInfo info,
        int totalSteps,
        int width,
        int height
    )
    {
        (this.look, this.curve) = (look, curve);
        baselines = [.. info.Baselines.Take(NamedBaselines)];
        axes = PlotAxes.For(curve, baselines.Select(baseline => baseline.Loss), totalSteps);
        columns = Math.Max(LeastColumns, width - PlotAxes.Width);
        canvas = new DotCanvas(look, columns, Math.Max(LeastRows, height - PlotAxes.Height));
        smooth = new DotLayer(2, look.Palette.Accent, "#");
    }

    /// <summary>Draws it.</summary>
    /// <param name="look">How.</param>
    /// <param name="curve">The loss over the steps.</param>
    /// <param name="info">What simpler guessers reach.</param>
    /// <param name="totalSteps">Where the axis ends, unless training went further.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Lines.</param>
    public static IReadOnlyList<Line> Draw(
        Look look,
        LossCurve curve,
        LabInfo info,
        int totalSteps,
        int width,
        int height
    )
    {
        var plot = new LossPlot(look, curve, info, totalSteps, width, height);
        plot.DrawRaw();
        plot.DrawSmooth();
        plot.DrawHeldOut();
        plot.DrawBaselines(); // last: their names stand where nothing else does
        return
        [
            .. plot
                .axes.Around(look, plot.canvas.Lines(), plot.columns, plot.canvas.DotsDown)
                .Select(line => line.Crop(width)),
        ];
    }

    /// <summary>What the signs mean.</summary>
    public static IReadOnlyList<Line> Legend(Look look, int width) =>
        Lines.Flow(
            [
                look.Piece(look.IsAscii ? "## " : "━━ ", look.Palette.Accent)
                    + look.Piece($"mean of the last {LossCurve.SmoothingWindow} steps"),
                look.Piece(look.IsAscii ? ".. " : "⠕⠕ ", look.Palette.Faint)
                    + look.Piece("single steps, least to largest"),
                look.Piece("◆ ", look.Palette.Second) + look.Piece("held out"),
                look.Piece("╌╌ ", look.Palette.Faint) + look.Piece("simpler guessers"),
            ],
            width,
            Line.Blank(3)
        );

    private void DrawRaw()
    {
        var layer = new DotLayer(1, look.Palette.Faint, ".", IsSparse: true);
        foreach (var bucket in curve.Raw.Where(bucket => double.IsFinite(bucket.Least)))
        {
            var (from, to) = (X(bucket.From), X(bucket.To));
            for (var x = from; x <= to; x++)
            {
                canvas.Column(x, Y(bucket.Largest), Y(bucket.Least), layer);
            }
        }
    }

    private void DrawSmooth()
    {
        var points = curve.Smooth.Where(point => double.IsFinite(point.Loss)).ToArray();
        for (var i = 0; i < points.Length; i++)
        {
            var (x, y) = (X(points[i].Step), Y(points[i].Loss));
            var (fromX, fromY) = i == 0 ? (x, y) : (X(points[i - 1].Step), Y(points[i - 1].Loss));
            for (var at = fromX; at <= x; at++)
            {
                // Without gaps where it is steep: from the height here to that of the next dot.
                var here = at == fromX ? fromY : Between(fromX, fromY, x, y, at);
                var next = at == x ? y : Between(fromX, fromY, x, y, at + 1);
                canvas.Column(
                    at,
                    Math.Min(here, next),
                    Math.Max(here, next) + canvas.DotsDown / 4,
                    smooth
                );
            }
        }
    }

    private void DrawHeldOut()
    {
        foreach (var point in curve.HeldOut.Where(point => double.IsFinite(point.Loss)))
        {
            canvas.Glyph(
                X(point.Step) / canvas.DotsAcross,
                Y(point.Loss) / canvas.DotsDown,
                "◆",
                look.Palette.Second
            );
        }
    }

    private void DrawBaselines()
    {
        foreach (var row in baselines.GroupBy(baseline => Y(baseline.Loss) / canvas.DotsDown))
        {
            var name = look.Fit(
                $" {string.Join(" · ", row.Select(baseline => $"{baseline.Name} {Digits.Loss(baseline.Loss)}"))} "
            );
            var start = PlaceFor(name.Length, row.Key);
            for (var column = 0; column < columns; column++)
            {
                if (column >= start && column < start + name.Length)
                {
                    canvas.Glyph(column, row.Key, name[column - start].ToString(), Style.Plain);
                }
                else if (canvas.IsFree(column, row.Key))
                {
                    canvas.Glyph(column, row.Key, "╌", look.Palette.Faint);
                }
            }
        }
    }

    // A name stands as far right as it can without hiding the bold line or a held-out loss.
    private int PlaceFor(int length, int row)
    {
        var rightmost = Math.Max(0, columns - length - 1);
        for (var start = rightmost; start >= 0; start--)
        {
            var isFree = Enumerable
                .Range(start, Math.Min(length, columns - start))
                .All(column => canvas.IsBelow(column, row, smooth));
            if (isFree)
            {
                return start;
            }
        }
        return rightmost;
    }

    private int X(int step) => axes.X(step, canvas.Width);

    private int Y(double loss) => axes.Y(loss, canvas.Height);

    private static int Between(int fromX, int fromY, int toX, int toY, int x) =>
        (int)Math.Round(fromY + (double)(toY - fromY) * (x - fromX) / (toX - fromX));
}
