using System.Diagnostics;

namespace TinyTransformerLab;

/// <summary>For commands that train before they show something else: one line on standard error that changes in place, if a person is there to see it.</summary>
internal sealed class TrainingProgress(LabConsole console) : ITrainingWatcher
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly bool isSeen = console.IsLive && !Console.IsErrorRedirected;
    private readonly Stopwatch sinceShown = Stopwatch.StartNew();

    public void Begin(TrainingRun run) { }

    public void Stepped(TrainingRun run, TrainingPoint point)
    {
        if (isSeen && sinceShown.Elapsed > Interval)
        {
            sinceShown.Restart();
            var text =
                $"training: step {Digits.Count(point.Step)} of {Digits.Count(run.Session.State.TotalSteps)}, loss {Digits.Loss(point.SmoothLoss)}";
            Console.Error.Write($"\r{console.Look.Piece(text).Crop(console.Look.Width - 1)}\e[K");
        }
    }

    public void End(TrainingRun run, TrainingEnd end)
    {
        if (isSeen)
        {
            Console.Error.Write("\r\e[K");
        }
    }
}
