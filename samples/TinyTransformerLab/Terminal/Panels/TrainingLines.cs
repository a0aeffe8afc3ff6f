namespace TinyTransformerLab;

/// <summary>The loss curve with the numbers beside it, or below where the window is narrow.</summary>
internal static class TrainingLines
{
    private const int NumbersWidth = 34;
    private const int NarrowestNumbers = 28;
    private const int NarrowestPlot = 44;
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
        var isWide = look.Width >= NarrowestPlot + Gap + NumbersWidth;
        var plotWidth = isWide ? look.Width - Gap - NumbersWidth : look.Width;
        var plot = LossPlot.Draw(look, curve, info, state.TotalSteps, plotWidth, height);
        var half = (look.Width - Gap) / 2;
        var numbersWidth =
            isWide ? NumbersWidth
            : half >= NarrowestNumbers ? half
            : look.Width;
        var numbers = TrainingNumbers.Draw(look, info, state, speed, numbersWidth);
        return
        [
            .. isWide ? Lines.Beside(plot, numbers, Gap) : [.. plot, .. InColumns(look, numbers)],
            .. LossPlot.Legend(look, look.Width),
            .. Message(look, state),
        ];
    }

    /// <summary>What the simpler guessers reach, in words.</summary>
    public static IReadOnlyList<Line> Baselines(Look look, LabInfo info) =>
        look.Wrap(
            $"Simpler guessers, on the same held-out {info.ItemNoun}: {string.Join("; ", info.Baselines.Select(baseline => $"{baseline.Name} {Digits.Loss(baseline.Loss)} ({baseline.Words})"))}."
        );

    private static IReadOnlyList<Line> InColumns(Look look, IReadOnlyList<Line> numbers)
    {
        if (Lines.WidthOf(numbers) > (look.Width - Gap) / 2)
        {
            return numbers;
        }
        var half = (numbers.Count + 1) / 2;
        return Lines.Beside([.. numbers.Take(half)], [.. numbers.Skip(half)], Gap);
    }

    private static IReadOnlyList<Line> Message(Look look, TrainingState state) =>
        state.Message is { } message ? look.Wrap(message, look.Palette.Bad) : [];
}
