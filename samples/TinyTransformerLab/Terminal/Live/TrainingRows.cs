namespace TinyTransformerLab;

/// <summary>For files and plain terminals: a row for each evaluation.</summary>
internal sealed class TrainingRows(LabConsole console) : ITrainingWatcher
{
    private const string Heading = "    step      loss  smoothed  held out      rate     norm";

    public void Begin(TrainingRun run)
    {
        var state = run.Session.State;
        console.Write([
            Row(Heading),
            Row(
                $"{Digits.Count(state.Step), 8}  {"", 8}  {"", 8}  {Digits.Loss(state.HeldOutLoss), 8}"
            ),
        ]);
    }

    public void Stepped(TrainingRun run, TrainingPoint point)
    {
        if (point.HeldOutLoss is { } heldOutLoss)
        {
            console.Write([
                Row(
                    $"{Digits.Count(point.Step), 8}  {Digits.Loss(point.Loss), 8}  {Digits.Loss(point.SmoothLoss), 8}  {Digits.Loss(heldOutLoss), 8}  {Digits.Rate(point.LearningRate), 8}  {Digits.Norm(point.GradientNorm), 7}"
                ),
            ]);
        }
    }

    public void End(TrainingRun run, TrainingEnd end) => console.Write([Line.Empty]);

    private Line Row(string text) => console.Look.Piece(text).Crop(console.Look.Width);
}
