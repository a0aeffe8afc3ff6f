using System.Text;
using Microsoft.AspNetCore.Http;

namespace TinyTransformerLab;

/// <summary>Tells one open page what is new, as server-sent events: <c>info</c>, <c>state</c>, <c>samples</c>, <c>curve</c>.</summary>
/// <remarks>Ten times a second it compares the latest snapshot with what this page was told last. What happened in between is never sent, and
/// while a page does not read, only its own stream waits.</remarks>
internal sealed class EventStream(LabRunner runner, Watchers watchers, TimeProvider clock)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private const int TicksPerCurve = 5; // at most two curves a second
    private const int TicksPerHeartbeat = 150; // after 15 s of silence

    /// <summary>Sends events until the page leaves or <paramref name="closing"/> is cancelled.</summary>
    /// <exception cref="RefusalException">Too many pages watch already.</exception>
    public async Task Send(HttpContext context, CancellationToken closing)
    {
        using var place = watchers.Enter();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            closing
        );
        try
        {
            await Send(context.Response, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // the page has left, or the lab is closing
        }
    }

    private async Task Send(HttpResponse response, CancellationToken end)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        await response.WriteAsync("retry: 1000\n\n", end);
        var told = new Told();
        var silence = 0;
        using var timer = new PeriodicTimer(Tick, clock);
        for (var tick = 0; ; tick++)
        {
            var events = told.News(
                runner.Latest,
                watchers.Count,
                isCurveDue: tick % TicksPerCurve == 0
            );
            silence = events.Length > 0 ? 0 : silence + 1;
            if (silence == TicksPerHeartbeat)
            {
                silence = 0;
                events = ": still here\n\n";
            }
            if (events.Length > 0)
            {
                await response.WriteAsync(events, end);
            }
            if (!await timer.WaitForNextTickAsync(end))
            {
                return;
            }
        }
    }

    /// <summary>What one page knows already.</summary>
    private sealed class Told
    {
        private LabSnapshot? before;
        private int watchersBefore;
        private LossCurve? curve;
        private int lines;

        public string News(LabSnapshot now, int watchers, bool isCurveDue)
        {
            var text = new StringBuilder();
            if (now.Build != before?.Build)
            {
                isCurveDue = true;
                (curve, lines) = (null, 0);
                Append(
                    text,
                    "info",
                    new InfoEvent(now.Build, now.Info, now.Chapters, now.DefaultWord)
                );
            }
            if (now.Version != before?.Version || watchers != watchersBefore)
            {
                Append<object>(text, "state", LiveState.Of(now, watchers));
            }
            if (now.Samples.Count > lines)
            {
                Append(
                    text,
                    "samples",
                    new SamplesEvent(now.Build, lines, [.. now.Samples.Skip(lines)])
                );
            }
            if (isCurveDue && !ReferenceEquals(now.Curve, curve))
            {
                Append(text, "curve", new CurveEvent(now.Build, now.Curve));
                curve = now.Curve;
            }
            (before, watchersBefore, lines) = (now, watchers, now.Samples.Count);
            return text.ToString();
        }

        // The JSON has no line breaks, so one data line holds it.
        private static void Append<TRecord>(StringBuilder text, string name, TRecord record) =>
            text.Append("event: ")
                .Append(name)
                .Append("\ndata: ")
                .Append(LabJson.Text(record))
                .Append("\n\n");
    }
}
