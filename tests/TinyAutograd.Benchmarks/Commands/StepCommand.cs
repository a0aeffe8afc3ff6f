using System.CommandLine;
using System.Diagnostics;

namespace TinyAutograd.Benchmarks;

/// <summary><c>step</c>: a training step through the tape.</summary>
internal static class StepCommand
{
    private const int WarmUpSteps = 5;
    private const int LeastSteps = 5;

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output)
    {
        var configs = MeasuringCommand.List(
            "--config",
            "What to train.",
            string.Join(',', TrainingConfig.All.Select(config => config.Name))
        );
        return MeasuringCommand.Create(
            "step",
            "A training step: forward, cross-entropy, backward, AdamW.",
            output,
            (m, parsed) => Measure(m, parsed.GetValue(configs)!),
            configs
        );
    }

    /// <summary>Steps and their times, after some that do not count.</summary>
    /// <param name="work">The work.</param>
    /// <param name="length">About how long.</param>
    /// <param name="losses">The loss before each step that counts.</param>
    /// <param name="cost">What else a step costs.</param>
    public static Timing TimingOf(
        TrainingWork work,
        TimeSpan length,
        out float[] losses,
        out StepCost cost
    )
    {
        var warmUp = Stopwatch.GetTimestamp();
        for (var i = 0; i < WarmUpSteps; i++)
        {
            work.Step();
        }
        var ofStep = Stopwatch.GetElapsedTime(warmUp).TotalSeconds / WarmUpSteps;
        var count = (int)Math.Clamp(length.TotalSeconds / ofStep, LeastSteps, 1_000_000);
        var seconds = new double[count];
        losses = new float[count];
        using var process = Process.GetCurrentProcess();
        var processor = process.TotalProcessorTime;
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        work.Run(seconds, losses);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        process.Refresh();
        processor = process.TotalProcessorTime - processor;
        cost = new StepCost((double)bytes / count, processor.TotalSeconds / count);
        return Timing.Of(seconds);
    }

    private static int Measure(Measurement m, string[] names)
    {
        foreach (var config in names.Select(TrainingConfig.Named).ToArray())
        {
            var peak = MachineLimits.FlopsOf(m.ThreadCount, m.Length / 10);
            var work = new TrainingWork(config);
            var firstLoss = work.Step();
            var timing = TimingOf(work, m.Length, out var losses, out var cost);
            using var process = Process.GetCurrentProcess();
            m.Report.Line(
                "step",
                ("config", config.Name),
                ("threads", m.ThreadCount),
                ("ms", timing.Median * 1e3),
                ("bestMs", timing.Best * 1e3),
                ("steps", timing.Count),
                ("tokensPerSecond", config.Tokens / timing.Median),
                ("processorMs", cost.ProcessorSeconds * 1e3),
                ("allocatedBytesPerStep", cost.Bytes),
                ("peakMegabytes", process.PeakWorkingSet64 / 1e6),
                ("gflops", config.Flops / timing.Median / 1e9),
                ("shareOfPeak", config.Flops / timing.Median / peak),
                ("weights", config.Model.WeightCount),
                ("entries", work.CountEntries()),
                ("firstLoss", firstLoss),
                ("lastLoss", losses[^1])
            );
        }
        return 0;
    }
}

/// <summary>What a step costs beside time.</summary>
/// <param name="Bytes">Bytes allocated by all threads.</param>
/// <param name="ProcessorSeconds">Processor time of all threads: about the time on a machine that is busy with something else, too.</param>
internal readonly record struct StepCost(double Bytes, double ProcessorSeconds);
