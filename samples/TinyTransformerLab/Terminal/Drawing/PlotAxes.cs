namespace TinyTransformerLab;

/// <summary>Where steps and losses stand in a plot, and the axes that say so.</summary>
/// <param name="LastStep">At the right edge; 0 is at the left.</param>
/// <param name="Top">The loss at the upper edge.</param>
/// <param name="Bottom">The loss at the lower edge.</param>
internal sealed record PlotAxes(int LastStep, double Top, double Bottom)
{
    /// <summary>Columns that the axis on the left takes.</summary>
    public const int Width = 6;

    /// <summary>Lines that the axis below takes.</summary>
    public const int Height = 2;

    private const double Margin = 0.06;
    private const int RowsPerTick = 3;

    /// <summary>Axes that hold the smoothed and the held-out loss and some reference lines. Single steps may jump out of the picture.</summary>
    /// <param name="curve">The losses.</param>
    /// <param name="references">Other losses to be seen.</param>
    /// <param name="totalSteps">Where the axis ends, unless training went further.</param>
    public static PlotAxes For(LossCurve curve, IEnumerable<double> references, int totalSteps)
    {
        var losses = curve
            .Smooth.Concat(curve.HeldOut)
            .Select(point => point.Loss)
            .Concat(references)
            .Where(double.IsFinite)
            .ToArray();
        var (least, most) = (losses.Min(), losses.Max());
        var margin = Math.Max(0.1, (most - least) * Margin);
        return new PlotAxes(
            Math.Max(1, curve.Smooth.Select(point => point.Step).Append(totalSteps).Max()),
            most + margin,
            Math.Max(0, least - 2 * margin)
        );
    }

    /// <summary>The dot of a step, from the left.</summary>
    public int X(int step, int dots) => (int)Math.Round((double)step / LastStep * (dots - 1));

    /// <summary>The dot of a loss, from the top; a loss outside the picture stands at its edge.</summary>
    public int Y(double loss, int dots) =>
        (int)Math.Round(Math.Clamp((Top - loss) / (Top - Bottom), 0, 1) * (dots - 1));

    /// <summary>A field with its axes.</summary>
    /// <param name="look">How they are drawn.</param>
    /// <param name="field">The lines of the plot.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="dotsDown">Dots in one of its lines.</param>
    public IEnumerable<Line> Around(Look look, IReadOnlyList<Line> field, int columns, int dotsDown)
    {
        var labels = Ticks(field.Count)
            .GroupBy(value => Y(value, field.Count * dotsDown) / dotsDown)
            .ToDictionary(row => row.Key, row => Digits.Probability(row.First()));
        for (var row = 0; row < field.Count; row++)
        {
            var isTick = labels.TryGetValue(row, out var label);
            yield return look.Piece((label ?? "").PadLeft(Width - 2))
                + look.Piece(isTick ? " ┤" : " │", look.Palette.Faint)
                + field[row];
        }
        yield return Line.Blank(Width - 1)
            + look.Piece("└" + new string('─', columns), look.Palette.Faint);
        yield return Line.Blank(Width) + Steps(columns);
    }

    private Line Steps(int columns)
    {
        var middle = Digits.Count(LastStep / 2);
        var end = $"{Digits.Count(LastStep)} steps";
        var left = Line.Of("0").PadRight(Math.Max(2, columns / 2 - middle.Length / 2));
        var hasRoom = left.Width + middle.Length + 2 + end.Length <= columns;
        return (hasRoom ? left + Line.Of(middle) : Line.Of("0")).PadRight(columns - end.Length)
            + Line.Of(end);
    }

    // Round values with some rows between them.
    private IEnumerable<double> Ticks(int rows)
    {
        var least = (Top - Bottom) * RowsPerTick / rows;
        var step = new[] { 0.1, 0.2, 0.5, 1, 2, 5 }.FirstOrDefault(size => size >= least, 10);
        for (var value = Math.Ceiling(Bottom / step) * step; value <= Top; value += step)
        {
            yield return value;
        }
    }
}
