using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace MutationRunner;

/// <summary>Tests all faults of a part with several workers.</summary>
internal static class Coordinator
{
    private const int LaneCount = 2;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>Tests what has no verdict yet, and writes the report.</summary>
    /// <exception cref="InvalidOperationException">Something is missing, or a test fails without a fault.</exception>
    public static void Run(Part part, TextWriter output)
    {
        var report = MutationReport.Read(part.Faults);
        var coverage = Measure(part);
        using var verdicts = new VerdictFile(part.Verdicts);
        var open = report.Faults.Where(fault => !verdicts.Has(fault.Id)).ToArray();
        output.WriteLine($"{report.Faults.Count} faults, {open.Length} of them without a verdict");
        Test(part, coverage, open, verdicts, output);

        var all = verdicts.All();
        Survivors.Write(part.Survivors, report.Faults, all);
        report.Write(part.Report, all);
        var tally = new Tally(all);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{tally.Count} faults: {tally}; score {tally.Score:F1} %"
            )
        );
    }

    // In a process of its own: this one stays free of the tests.
    private static Coverage Measure(Part part)
    {
        if (!File.Exists(part.Coverage))
        {
            using var run = Process.Start(
                new ProcessStartInfo(
                    Environment.ProcessPath!,
                    [CoverageRun.Command, .. part.Arguments]
                )
            )!;
            run.WaitForExit();
            if (run.ExitCode != 0)
            {
                throw new InvalidOperationException("What tests reach could not be measured.");
            }
        }
        return Coverage.Read(part);
    }

    private static void Test(
        Part part,
        Coverage coverage,
        Fault[] faults,
        VerdictFile verdicts,
        TextWriter output
    )
    {
        var queue = new ConcurrentQueue<Fault>(faults);
        var (clock, before) = (Stopwatch.StartNew(), verdicts.All().Count);
        using var progress = new Timer(
            _ =>
            {
                var tally = new Tally(verdicts.All());
                var speed = (tally.Count - before) / clock.Elapsed.TotalMinutes;
                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{tally.Count} of {before + faults.Length}: {tally}; {speed:F0} a minute"
                    )
                );
            },
            null,
            Silence,
            Silence
        );
        Task.WaitAll(
            Enumerable
                .Range(0, Math.Min(LaneCount, faults.Length))
                .Select(_ => Task.Run(() => TestEach(part, coverage, queue, verdicts)))
        );
    }

    private static void TestEach(
        Part part,
        Coverage coverage,
        ConcurrentQueue<Fault> queue,
        VerdictFile verdicts
    )
    {
        using var lane = new Lane(part, coverage);
        try
        {
            while (queue.TryDequeue(out var fault))
            {
                verdicts.Add(lane.Test(fault));
            }
        }
        catch
        {
            // The other lanes end, too.
            queue.Clear();
            throw;
        }
    }
}
