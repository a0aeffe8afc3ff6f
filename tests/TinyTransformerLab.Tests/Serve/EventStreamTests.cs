using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace TinyTransformerLab.Tests.Serve;

public sealed class EventStreamTests : IAsyncLifetime
{
    private ServedLab lab = null!;

    public async Task InitializeAsync() =>
        lab = await ServedLab.Start(
            ServedLab.Settings with
            {
                Grace = TimeSpan.FromMilliseconds(50),
            }
        );

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task A_watcher_is_told_everything_first_and_then_only_what_is_new()
    {
        using var events = await lab.Watch();
        var first = await events.Until((name, _) => name == "curve");
        Assert.Equal(["info", "state", "samples", "curve"], first.Select(e => e.Name));
        Assert.Equal(
            LabJson.Text(lab.Runner.Latest.Info),
            first[0].Data.GetProperty("info").GetRawText()
        );
        Assert.Equal(1, first[1].Data.GetProperty("watchers").GetInt32());
        Assert.Equal(0, first[2].Data.GetProperty("from").GetInt32());

        await lab.Ask("/api/step", """{"n": 220}""");
        var training = await events.UntilState(state =>
            state.GetProperty("step").GetInt32() == 220
        );
        training.AddRange(await events.Until((name, data) => name == "curve" && IsWhole(data)));
        var lines = training.Where(e => e.Name == "samples").Select(e => e.Data).ToArray();
        Assert.Equal(
            [100, 200],
            lines
                .SelectMany(data => data.GetProperty("lines").EnumerateArray())
                .Select(line => line.GetProperty("step").GetInt32())
        );
        Assert.Equal(1, lines[0].GetProperty("from").GetInt32());
        Assert.DoesNotContain(training, e => e.Name == "info");

        await lab.Ask("/api/build", """{"preset": "copyTask"}""");
        var built = await events.Until((name, _) => name == "curve");
        Assert.Equal(["info", "state", "samples", "curve"], built.Select(e => e.Name));
        Assert.All(built, e => Assert.Equal(2, e.Data.GetProperty("build").GetInt32()));
        Assert.Equal(0, built[2].Data.GetProperty("from").GetInt32());

        static bool IsWhole(JsonElement data) =>
            data.GetProperty("curve").GetProperty("smooth").EnumerateArray().LastOrDefault()
                is { ValueKind: JsonValueKind.Object } last
            && last.GetProperty("step").GetInt32() == 220;
    }

    [Fact]
    public async Task Events_tell_the_digits_of_a_session_driven_by_hand_and_two_watchers_the_same()
    {
        using var one = await lab.Watch();
        using var two = await lab.Watch();
        await lab.Ask("/api/step", """{"n": 130}""");
        var states = new List<JsonElement>();
        var curves = new List<string>();
        foreach (var events in new[] { one, two })
        {
            var seen = await events.UntilState(state =>
                state.GetProperty("step").GetInt32() == 130
            );
            states.Add(seen[^1].Data);
            seen = await events.Until(
                (name, data) =>
                    name == "curve"
                    && data.GetProperty("curve").GetProperty("raw").GetArrayLength() == 130
            );
            curves.Add(seen[^1].Data.GetProperty("curve").GetRawText());
        }
        var byHand = new LabSession(SmallLab.Endless);
        SmallLab.Steps(byHand, 130);
        var expected = JsonSerializer.SerializeToElement(byHand.State, LabJson.Options);
        foreach (var member in expected.EnumerateObject())
        {
            Assert.All(
                states,
                state =>
                    Assert.Equal(
                        member.Value.GetRawText(),
                        state.GetProperty(member.Name).GetRawText()
                    )
            );
        }
        Assert.All(curves, curve => Assert.Equal(LabJson.Text(byHand.Curve()), curve));
        Assert.All(states, state => Assert.Equal(2, state.GetProperty("watchers").GetInt32()));
    }

    [Fact]
    public async Task Updates_between_two_looks_are_never_sent_but_the_last_is()
    {
        using var events = await lab.Watch();
        await lab.Ask("/api/step", """{"n": 2000}""");
        var steps = (await events.UntilState(state => state.GetProperty("step").GetInt32() == 2000))
            .Where(e => e.Name == "state")
            .Select(e => e.Data.GetProperty("step").GetInt32())
            .ToArray();
        Assert.True(steps.Length < 1000, $"{steps.Length} states of 2000 updates");
        Assert.Equal(steps.Order(), steps);
    }

    [Fact]
    public async Task A_watcher_that_reads_nothing_holds_up_neither_training_nor_another_watcher()
    {
        using var stalled = new Socket(SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveBufferSize = 1024,
        };
        await stalled.ConnectAsync(IPAddress.Loopback, lab.Server.Port);
        var request =
            $"GET /events?token={lab.Server.Gate.Token} HTTP/1.1\r\nHost: 127.0.0.1:{lab.Server.Port}\r\n\r\n";
        await stalled.SendAsync(Encoding.ASCII.GetBytes(request));
        using var events = await lab.Watch();
        await events.UntilState(state => state.GetProperty("watchers").GetInt32() == 2);
        await lab.Ask("/api/step", """{"n": 3000}""");
        await events.UntilState(state => state.GetProperty("step").GetInt32() == 3000);
        Assert.Equal(3000, lab.Runner.Latest.State.Step);
        stalled.Close();
        await events.UntilState(state => state.GetProperty("watchers").GetInt32() == 1);
    }

    [Fact]
    public async Task When_the_last_watcher_leaves_training_pauses()
    {
        var one = await lab.Watch();
        var two = await lab.Watch();
        await lab.Ask("/api/run", "{}");
        one.Dispose();
        await two.UntilState(state => state.GetProperty("watchers").GetInt32() == 1);
        var step = lab.Runner.Latest.State.Step;
        await two.UntilState(state => state.GetProperty("step").GetInt32() > step + 100);
        Assert.True(lab.Runner.Latest.IsRunning);
        two.Dispose();
        await SmallLab.Until(() => !lab.Runner.Latest.IsRunning);
        Assert.True(lab.Runner.Latest.State.Step < 100_000);
        using var again = await lab.Watch();
        await again.UntilState(state => !state.GetProperty("isRunning").GetBoolean());
        await lab.Ask("/api/run", "{}");
        await again.UntilState(state => state.GetProperty("isRunning").GetBoolean());
    }

    [Fact]
    public async Task One_watcher_too_many_is_refused()
    {
        var watchers = new List<Events>();
        using var client = new HttpClient { BaseAddress = lab.Client.BaseAddress };
        for (var i = 0; i < Watchers.Most; i++)
        {
            watchers.Add(await Events.Open(client, lab.Server.Gate.Token));
        }
        var (status, answer) = await lab.Raw(
            $"GET /events?token={lab.Server.Gate.Token} HTTP/1.1",
            $"Host: 127.0.0.1:{lab.Server.Port}"
        );
        Assert.Equal(503, status);
        Assert.Contains("open in 16 pages", answer, StringComparison.Ordinal);
        Assert.Contains("Retry-After", answer, StringComparison.Ordinal);
        watchers.ForEach(watcher => watcher.Dispose());
        await SmallLab.Until(() => lab.Server.WatcherCount == 0);
        using var next = await lab.Watch();
        await next.UntilState(_ => true);
    }

    [Fact]
    public async Task A_divergence_stops_says_why_and_keeps_the_last_good_weights()
    {
        using var events = await lab.Watch();
        await lab.Ask("/api/set", """{"learningRate": 1e30}""");
        await lab.Ask("/api/run", "{}");
        var state = (
            await events.UntilState(s =>
                s.GetProperty("status").GetString() == "diverged"
                || s.GetProperty("step").GetInt32() > 1_000
            )
        )[^1].Data;
        Assert.Contains(
            "diverged",
            state.GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
        await SmallLab.Until(() => !lab.Runner.Latest.IsRunning);
        var weights = await lab.Runner.Look(session => session.Snapshot().Weights);
        Assert.All(weights, weight => Assert.True(float.IsFinite(weight)));
        await lab.Ask("/api/reset", "{}");
        await events.UntilState(s => s.GetProperty("status").GetString() == "untrained");
    }
}
