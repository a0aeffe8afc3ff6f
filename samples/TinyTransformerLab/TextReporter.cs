using System.Globalization;

namespace TinyTransformerLab;

/// <summary>For people: a line that changes in place while training, and a line that stays for each evaluation.</summary>
internal sealed class TextReporter(TextWriter output, int steps) : Reporter
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly bool isLive = !Console.IsOutputRedirected;
    private TimeSpan shown;
    private double heldOut;
    private (TrainingStep Step, double Loss, TimeSpan Elapsed)? last;

    public override void Begin(Trainer<float> trainer)
    {
        var (config, data) = (trainer.Model.Config, trainer.Data);
        output.WriteLine("The Tiny Transformer Lab");
        output.WriteLine(
            Text(
                $"{config.LayerCount} layers · {config.HeadCount} heads · {config.ChannelCount} channels · context {config.ContextLength} · vocabulary {config.VocabularySize} · {config.WeightCount:N0} weights"
            )
        );
        output.WriteLine(
            Text(
                $"AdamW · {data.Training.Count:N0} names to train on · {data.HeldOut.Count:N0} held out\nGuessing would cost ln {config.VocabularySize} = {Math.Log(config.VocabularySize):F2} nats per letter."
            )
        );
        output.WriteLine();
        output.WriteLine("   step      loss  held out      rate   steps/s");
    }

    public override void Stepped(TrainingStep step, double smoothLoss, TimeSpan elapsed)
    {
        last = (step, smoothLoss, elapsed);
        if (isLive && (elapsed - shown > Interval || step.Step == steps))
        {
            shown = elapsed;
            output.Write($"\r{Row()}");
        }
    }

    public override void Evaluated(int step, double heldOutLoss)
    {
        heldOut = heldOutLoss;
        if (isLive)
        {
            output.Write('\r');
        }
        output.WriteLine(Row());
    }

    public override void Trained(TrainingSummary summary, double[] countLosses, string? savePath)
    {
        output.WriteLine();
        output.WriteLine(
            Text(
                $"Held-out loss {summary.HeldOutLoss:F3} nats per letter after {summary.Step:N0} steps in {summary.Seconds:F1} s: as if choosing among {Math.Exp(summary.HeldOutLoss):F1} letters."
            )
        );
        output.WriteLine(
            Text(
                $"Counting on the same split: pairs {countLosses[0]:F2}, triples {countLosses[1]:F2}, fours {countLosses[2]:F2}."
            )
        );
        if (savePath is not null)
        {
            output.WriteLine($"Saved in {Path.GetFullPath(savePath)}");
        }
    }

    public override void Generated(IReadOnlyList<GeneratedName> names, double temperature)
    {
        output.WriteLine();
        output.WriteLine(Text($"{names.Count} names at temperature {temperature}:"));
        var width = names.Count == 0 ? 0 : names.Max(name => name.Text.Length);
        foreach (var name in names)
        {
            output.WriteLine($"  {name.Text.PadRight(width)}  {(name.IsKnown ? "known" : "new")}");
        }
    }

    public override void Finish() => output.Flush();

    private string Row() =>
        last is { } now
            ? Text(
                $"{now.Step.Step, 7:N0}  {now.Loss, 8:F4}  {heldOut, 8:F4}  {now.Step.LearningRate, 8:F5}  {now.Step.Step / now.Elapsed.TotalSeconds, 8:N0}"
            )
            : Text($"{0, 7}  {"", 8}  {heldOut, 8:F4}");

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
