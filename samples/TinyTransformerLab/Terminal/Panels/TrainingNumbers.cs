using Spectre.Console;

namespace TinyTransformerLab;

/// <summary>The numbers beside the loss curve.</summary>
internal static class TrainingNumbers
{
    private const int NameWidth = 15;

    /// <summary>Draws them, one a line.</summary>
    /// <param name="look">How.</param>
    /// <param name="info">What is fixed.</param>
    /// <param name="state">Where training stands.</param>
    /// <param name="speed">How fast, and whether it pauses; null where nobody measured.</param>
    /// <param name="width">Columns.</param>
    public static IReadOnlyList<Line> Draw(
        Look look,
        LabInfo info,
        TrainingState state,
        TrainingSpeed? speed,
        int width
    )
    {
        var lines = new List<Line>();
        Row("state", Status(state, speed), StatusStyle(look, state));
        Row("step", $"{Digits.Count(state.Step)} of {Digits.Count(state.TotalSteps)}");
        if (state.Last is { } last)
        {
            Row("loss", $"{Digits.Loss(last.Loss)} last batch");
            Row("", $"{Digits.Loss(last.SmoothLoss)} smoothed", look.Palette.Accent);
        }
        Row("held-out loss", Digits.Loss(state.HeldOutLoss), look.Palette.Second);
        Row("perplexity", Words.AsIfChoosing(state.Perplexity));
        Row("learning rate", $"{Digits.Rate(state.NextLearningRate)} now");
        Row("", $"{Digits.Rate(state.PeakLearningRate)} peak");
        if (state.Last is { } point)
        {
            Row(
                "gradient norm",
                $"{Digits.Norm(point.GradientNorm)} {(point.IsClipped ? "clipped" : "not clipped")}"
            );
            Row("update/weight", Digits.Ratio(point.UpdateRatio));
            Row("letters seen", Digits.Count(point.LettersSeen));
        }
        if (speed?.LettersPerSecond is { } letters)
        {
            Row("letters/second", Digits.Count((long)letters));
        }
        Row("batch", $"{Digits.Count(state.BatchSize)} {info.ItemNoun}");
        Row(info.ItemNoun, $"{Digits.Count(info.TrainingCount)} for training");
        Row("", $"{Digits.Count(info.HeldOutCount)} held out");
        return lines;

        void Row(string name, string value, Style? style = null)
        {
            var values = Lines.Wrap(look, value, width - NameWidth, style);
            for (var i = 0; i < values.Count; i++)
            {
                lines.Add(
                    look.Piece(i == 0 ? name : "", look.Palette.Faint)
                        .Crop(NameWidth - 1)
                        .PadRight(NameWidth) + values[i]
                );
            }
        }
    }

    private static string Status(TrainingState state, TrainingSpeed? speed) =>
        speed is { IsPaused: true } && state.Status != LabStatus.Diverged
            ? "paused"
            : Words.Of(state.Status);

    private static Style StatusStyle(Look look, TrainingState state) =>
        state.Status switch
        {
            LabStatus.Diverged => look.Palette.Bad,
            LabStatus.Finished => look.Palette.Good,
            _ => look.Palette.Strong,
        };
}

/// <summary>What the clock says of a training.</summary>
/// <param name="LettersPerSecond">Predicted characters per second of training; null before the first step.</param>
/// <param name="IsPaused">Whether it pauses.</param>
internal sealed record TrainingSpeed(double? LettersPerSecond, bool IsPaused);
