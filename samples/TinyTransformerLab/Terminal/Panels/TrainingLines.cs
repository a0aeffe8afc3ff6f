namespace TinyTransformerLab;

/// <summary>The loss curve with the numbers beside it, or below where the window is narrow.</summary>
internal static class TrainingLines
{
    private const int NumbersWidth = 34;
    private const int NarrowestNumbers = 28;
    private const int NarrowestPlot = 44;
    private const int LowestPlot = 7;
    private const int Gap = 2;

    /// <summary>Draws it.</summary>
    /// <param name="look">How.</param>
    /// <param name="info">What is fixed.</param>
    /// <param name="state">Where training stands.</param>
    /// <param name="curve">The loss over the steps.</param>
    /// <param name="speed">What the clock says; null where nobody measured.</param>
    /// <param name="height">Lines of the plot.</param>
    public static IReadOnlyList<Line> Draw(
        Look look,
        LabInfo info,
        TrainingState state,
        LossCurve curve,
        TrainingSpeed? speed,
        int height
    )
    {
        var isWide = IsWide(look);
        var plotWidth = isWide ? look.Width - Gap - NumbersWidth : look.Width;
        var plot = LossPlot.Draw(look, curve, info, state.TotalSteps, plotWidth, height);
        var numbers = Numbers(look, info, state, speed);
        return
        [
            .. isWide ? Lines.Beside(plot, numbers, Gap) : [.. plot, .. numbers],
            .. Below(look, state),
        ];
    }

    /// <summary>The height of the plot with which all of it fits into a number of lines; in a very low window it is the lowest plot.</summary>
    public static int PlotHeight(
        Look look,
        LabInfo info,
        TrainingState state,
        TrainingSpeed? speed,
        int room
    )
    {
        var below = Below(look, state).Count;
        var numbers = IsWide(look) ? 0 : Numbers(look, info, state, speed).Count;
        return Math.Max(LowestPlot, room - below - numbers);
    }

    /// <summary>What the simpler guessers reach, in words.</summary>
    public static IReadOnlyList<Line> Baselines(Look look, LabInfo info) =>
        look.Wrap(
            $"Simpler guessers, on the same held-out {info.ItemNoun}: {string.Join("; ", info.Baselines.Select(baseline => $"{baseline.Name} {Digits.Loss(baseline.Loss)} ({baseline.Words})"))}."
        );

    private static bool IsWide(Look look) => look.Width >= NarrowestPlot + Gap + NumbersWidth;

    // Beside the plot in one column; below it in two, if they have room.
    private static IReadOnlyList<Line> Numbers(
        Look look,
        LabInfo info,
        TrainingState state,
        TrainingSpeed? speed
    )
    {
        if (IsWide(look))
        {
            return TrainingNumbers.Draw(look, info, state, speed, NumbersWidth);
        }
        var half = (look.Width - Gap) / 2;
        if (half < NarrowestNumbers)
        {
            return TrainingNumbers.Draw(look, info, state, speed, look.Width);
        }
        var numbers = TrainingNumbers.Draw(look, info, state, speed, half);
        var middle = (numbers.Count + 1) / 2;
        return Lines.Beside([.. numbers.Take(middle)], [.. numbers.Skip(middle)], Gap);
    }

    private static IReadOnlyList<Line> Below(Look look, TrainingState state) =>
        [
            .. LossPlot.Legend(look, look.Width),
            .. state.Message is { } message ? look.Wrap(message, look.Palette.Bad) : [],
        ];
}
