using System.CommandLine;
using System.Diagnostics;

namespace TinyAutograd.Benchmarks;

/// <summary><c>soak</c>: trains for long, and looks whether memory grows: <c>soak --seconds 3600</c> for an hour.</summary>
internal static class SoakCommand
{
    private const int Intervals = 20;

    // By then the arena, the JIT and the pools have what they need.
    private const int Settled = 2;

    // What a list that doubled, or a collection that came late, may make of two equal states.
    private const long Tolerance = 1 << 20;

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output)
    {
        var config = new Option<string>("--config")
        {
            Description = "What to train.",
            DefaultValueFactory = _ => "lab-tiny-b32",
        };
        return MeasuringCommand.Create(
            "soak",
            "Trains for --seconds and compares what lives after each twentieth of it: fails if memory grows.",
            output,
            (m, parsed) => Run(m, TrainingConfig.Named(parsed.GetValue(config)!)),
            config
        );
    }

    private static int Run(Measurement m, TrainingConfig config)
    {
        var work = new TrainingWork(config);
        var live = new long[Intervals];
        var loss = 0f;
        for (var interval = 0; interval < Intervals; interval++)
        {
            var begin = Stopwatch.GetTimestamp();
            do
            {
                loss = work.Step();
            } while (Stopwatch.GetElapsedTime(begin) < m.Length / Intervals);
            live[interval] = GC.GetTotalMemory(forceFullCollection: true);
            using var process = Process.GetCurrentProcess();
            m.Report.Line(
                "soak",
                ("config", config.Name),
                ("steps", work.StepCount),
                ("loss", loss),
                ("liveMegabytes", live[interval] / 1e6),
                ("workingSetMegabytes", process.WorkingSet64 / 1e6)
            );
        }
        var growth = live[^1] - live[Settled..].Min();
        if (growth <= Tolerance)
        {
            return 0;
        }
        throw new InvalidOperationException(
            $"Memory grew by {growth:N0} bytes within {work.StepCount:N0} steps."
        );
    }
}
