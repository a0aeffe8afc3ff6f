using System.Diagnostics;
using TinyTransformerLab;

namespace TinyAutograd.Benchmarks;

/// <summary>Steps per second of the served lab while pages watch it.</summary>
internal static class ServedTraining
{
    private const int Rounds = 7;
    private const int MostWatchingPages = 2;

    // A watching page gets two curves a second: a window of training holds several.
    private const int LengthsPerWindow = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Trains in windows, with no, one and two pages, in turns.</summary>
    public static async Task Measure(Measurement m, IBrowser browser)
    {
        await using var server = await LabServer.Start(
            new LabServerSettings
            {
                // So long that no window comes to the end of the schedule.
                Config = new LabConfig
                {
                    Training = new TrainingOptions { Steps = LiveTraining.MostStepsAtOnce },
                },
                Page = new LivePage(LabPage.Live()),
            }
        );
        // Training pauses when nobody watches: this client only reads, and is there in every window.
        using var leave = new CancellationTokenSource();
        using var client = new HttpClient();
        await using var events = await client.GetStreamAsync(
            new Uri($"http://127.0.0.1:{server.Port}/events?token={server.Gate.Token}")
        );
        var reading = events.CopyToAsync(Stream.Null, leave.Token);
        var window = LengthsPerWindow * m.Length;
        var speeds = new Speed[MostWatchingPages + 1, Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            // There and back, so that a machine that gets slower favours nobody.
            for (var i = 0; i <= MostWatchingPages; i++)
            {
                var pages = round % 2 == 0 ? i : MostWatchingPages - i;
                speeds[pages, round] = await SpeedOf(server, browser, pages, window);
            }
        }
        await leave.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it was cancelled
        for (var pages = 0; pages <= MostWatchingPages; pages++)
        {
            Speed[] ours = [.. Enumerable.Range(0, Rounds).Select(round => speeds[pages, round])];
            double[] ratios =
            [
                .. ours.Select(
                    (speed, round) => speed.StepsPerSecond / speeds[0, round].StepsPerSecond
                ),
            ];
            m.Report.Line(
                "training",
                ("watchingPages", pages),
                (
                    "stepsPerSecond",
                    Timing.Of([.. ours.Select(speed => speed.StepsPerSecond)]).Median
                ),
                (
                    "processorMsPerStep",
                    Timing.Of([.. ours.Select(speed => speed.ProcessorMs)]).Median
                ),
                ("ratio", Timing.Of(ratios).Median),
                ("ratios", ratios),
                ("windowSeconds", window.TotalSeconds)
            );
        }
    }

    private static async Task<Speed> SpeedOf(
        LabServer server,
        IBrowser browser,
        int pages,
        TimeSpan window
    )
    {
        // A context of its own for each is a window of its own: every page is seen, and draws.
        var contexts = new IBrowserContext[pages];
        for (var i = 0; i < pages; i++)
        {
            contexts[i] = await browser.NewContextAsync();
            var page = await contexts[i].NewPageAsync();
            await page.GotoAsync(server.Address);
            await page.WaitForSelectorAsync("html[data-ready]");
        }
        var waiting = Stopwatch.GetTimestamp();
        while (server.WatcherCount != pages + 1)
        {
            if (Stopwatch.GetElapsedTime(waiting) > Patience)
            {
                throw new TimeoutException(
                    $"The server counts {server.WatcherCount} watchers, not {pages + 1}."
                );
            }
            await Task.Delay(10);
        }
        await server.Runner.Command(training =>
        {
            training.Reset();
            training.Run();
        });
        await Task.Delay(window / LengthsPerWindow);
        var (before, start) = (server.Runner.Latest.State.Step, Stopwatch.GetTimestamp());
        var processor = Environment.CpuUsage.TotalTime;
        await Task.Delay(window);
        var (after, seconds) = (server.Runner.Latest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        processor = Environment.CpuUsage.TotalTime - processor;
        if (!after.IsRunning || server.WatcherCount != pages + 1)
        {
            throw new IOException(
                $"Training or a watcher stopped while it was measured. {after.State.Message}"
            );
        }
        await server.Runner.Command(training => training.Pause());
        foreach (var context in contexts)
        {
            await context.CloseAsync();
        }
        var steps = after.State.Step - before;
        return new Speed(steps / seconds, processor.TotalMilliseconds / steps);
    }

    /// <summary>What one window gave.</summary>
    /// <param name="StepsPerSecond">By the clock: the browser needs the same processors.</param>
    /// <param name="ProcessorMs">Processor time of this process, not of the browser, per step: training, answers and events.</param>
    private readonly record struct Speed(double StepsPerSecond, double ProcessorMs);
}
