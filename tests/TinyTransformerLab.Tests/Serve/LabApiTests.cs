using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace TinyTransformerLab.Tests.Serve;

public sealed partial class LabApiTests : IAsyncLifetime
{
    private static readonly string[] Paths =
    [
        "attend",
        "ablate",
        "lens",
        "explain",
        "next-letter",
        "generate",
        "trick",
        "check",
        "tape",
        "run",
        "pause",
        "step",
        "set",
        "reset",
        "build",
    ];

    private ServedLab lab = null!;

    public async Task InitializeAsync() => lab = await ServedLab.Start();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task Every_look_is_the_record_of_a_session_driven_by_hand()
    {
        await lab.Ask("/api/step", """{"n": 40}""");
        await SmallLab.Until(() => !lab.Runner.Latest.IsRunning);
        var byHand = new LabSession(SmallLab.Endless);
        SmallLab.Steps(byHand, 40);
        var sampling = new SamplingOptions
        {
            Temperature = 1.2,
            TopK = 9,
            TopP = 0.9,
            MinP = 0.01,
        };
        const string Sampling = """{"temperature": 1.2, "topK": 9, "topP": 0.9, "minP": 0.01}""";
        (string Path, string Json, object Record)[] looks =
        [
            ("attend", """{"word": "Zoë 1"}""", byHand.Attend("Zoë 1")),
            ("ablate", """{"layer": 0, "head": 1}""", byHand.Ablate(0, 1)),
            ("lens", """{"word": ""}""", byHand.Lens("")),
            ("explain", """{"word": "anna", "index": null}""", byHand.Explain("anna")),
            ("explain", """{"word": "anna", "index": 2}""", byHand.Explain("anna", 2)),
            (
                "next-letter",
                $$"""{"prefix": "an", "sampling": {{Sampling}}}""",
                byHand.NextLetter("an", sampling)
            ),
            (
                "generate",
                $$"""{"count": 5, "sampling": {{Sampling}}, "prefix": "a", "seed": 3}""",
                byHand.Generate(5, sampling, "a", 3)
            ),
            ("generate", """{"count": 2}""", byHand.Generate(2)),
            (
                "trick",
                """{"word": "anna", "layer": 0, "head": 1, "seed": 5}""",
                byHand.Trick("anna", 0, 1, 5)
            ),
            ("trick", """{"word": "anna", "layer": 0, "head": 1}""", byHand.Trick("anna", 0, 1)),
            ("check", "{}", byHand.Check()),
        ];
        foreach (var (path, json, record) in looks)
        {
            Assert.Equal(LabJson.Text(record), await lab.Ask($"/api/{path}", json));
        }
        var tape = JsonDocument.Parse(await lab.Ask("/api/tape", "{}")).RootElement;
        Assert.Equal(byHand.Tape().EntryCount, tape.GetProperty("entryCount").GetInt32());
        Assert.Equal(byHand.Tape().Loss, tape.GetProperty("loss").GetDouble());
    }

    [Fact]
    public async Task The_lab_tells_everything_that_a_page_needs_to_begin()
    {
        await lab.Ask("/api/set", """{"learningRate": 0.02, "batchSize": 3}""");
        await lab.Ask("/api/step", """{"n": 110}""");
        await SmallLab.Until(() => !lab.Runner.Latest.IsRunning);
        var byHand = new LabSession(SmallLab.Endless) { LearningRate = 0.02, BatchSize = 3 };
        SmallLab.Steps(byHand, 110);
        var document = JsonDocument.Parse(await lab.Client.GetStringAsync("/api/lab")).RootElement;
        Assert.Equal(LabJson.Text(byHand.Info), Text("info"));
        Assert.Equal(LabJson.Text(byHand.Chapters), Text("chapters"));
        Assert.Equal(LabJson.Text(byHand.Curve()), Text("curve"));
        Assert.Equal(LabJson.Text(byHand.Samples), Text("samples"));
        Assert.Equal(LabJson.Text(byHand.DefaultWord), Text("defaultWord"));
        Assert.Equal(Watchers.Most, document.GetProperty("mostWatchers").GetInt32());
        var state = document.GetProperty("state");
        foreach (
            var member in JsonSerializer
                .SerializeToElement(byHand.State, LabJson.Options)
                .EnumerateObject()
        )
        {
            Assert.Equal(member.Value.GetRawText(), state.GetProperty(member.Name).GetRawText());
        }
        Assert.False(state.GetProperty("isRunning").GetBoolean());
        Assert.True(state.GetProperty("lettersPerSecond").GetDouble() > 0);
        Assert.Equal(0, state.GetProperty("watchers").GetInt32());

        string Text(string name) => document.GetProperty(name).GetRawText();
    }

    [Fact]
    public async Task Training_runs_until_it_is_paused()
    {
        var running = JsonDocument.Parse(await lab.Ask("/api/run", "{}")).RootElement;
        Assert.True(running.GetProperty("isRunning").GetBoolean());
        await SmallLab.Until(() => lab.Runner.Latest.State.Step > 20);
        var paused = JsonDocument.Parse(await lab.Ask("/api/pause", "{}")).RootElement;
        Assert.False(paused.GetProperty("isRunning").GetBoolean());
        var step = paused.GetProperty("step").GetInt32();
        Assert.InRange(step, 21, 99_999);
        await lab.Ask("/api/attend", """{"word": "anna"}""");
        Assert.Equal(step, lab.Runner.Latest.State.Step);
        await lab.Ask("/api/reset", "{}");
        Assert.Equal(0, lab.Runner.Latest.State.Step);
    }

    [Fact]
    public async Task A_text_of_ones_own_comes_back_as_data_only()
    {
        const string Hostile = "</script><img src=x onerror=alert(1)>";
        var text = $"{Hostile}\n{Hostile}2\nanna & \"bob\"\n\u2028]]><!--";
        var json = JsonSerializer.Serialize(
            new
            {
                preset = "ownText",
                ownText = text,
                seed = 2,
            }
        );
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await lab.Client.PostAsync("/api/build", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        var raw = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<", raw, StringComparison.Ordinal);
        Assert.Equal(
            LabJson.Text(
                new LabSession(
                    SmallLab.Endless with
                    {
                        Preset = LabPreset.OwnText,
                        OwnText = text,
                        Seed = 2,
                    }
                ).Info
            ),
            JsonDocument.Parse(raw).RootElement.GetProperty("info").GetRawText()
        );
        var seen = await lab.Ask("/api/attend", JsonSerializer.Serialize(new { word = Hostile }));
        Assert.DoesNotContain("<", seen, StringComparison.Ordinal);
        var word = JsonDocument.Parse(seen).RootElement.GetProperty("word");
        Assert.Equal(Hostile, word.GetProperty("used").GetString());
        using var page = await lab.Client.GetAsync(new Uri(lab.Server.Address));
        Assert.Equal(ServedLab.Html, await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_longest_text_is_taken_however_it_is_written_and_a_longer_one_is_not()
    {
        // 60 characters a line, each written with six bytes: \u0061.
        var lines = Enumerable
            .Range(0, LabConfig.LongestOwnText / 61)
            .Select(i =>
                string.Concat(
                    Enumerable.Range(0, 60).Select(k => (char)('a' + ((i >> (k % 13)) & 1)))
                )
            );
        var text = string.Join('\n', lines).PadRight(LabConfig.LongestOwnText);
        var written = string.Concat(text.Select(letter => $"\\u{(int)letter:x4}"));
        await lab.Ask("/api/build", $$"""{"preset": "ownText", "ownText": "{{written}}"}""");
        Assert.Equal(LabPreset.OwnText, lab.Runner.Latest.Info.Preset);
        Assert.Contains(
            "at most 200,000",
            await lab.Refused(
                "/api/build",
                $$"""{"preset": "ownText", "ownText": "{{text}}a"}""".Replace(
                    "\n",
                    "\\n",
                    StringComparison.Ordinal
                )
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Whatever_is_sent_the_answer_is_a_sentence_and_the_server_lives_on()
    {
        string[] right =
        [
            """{"word": "anna"}""",
            """{"layer": 0, "head": 0}""",
            """{"word": "anna", "index": 3}""",
            """{"prefix": "an", "sampling": {"temperature": 0.8, "topK": 3, "topP": 0.9, "minP": 0.1}}""",
            """{"count": 2, "sampling": {"temperature": 0.8}, "prefix": "", "seed": 1}""",
            """{"word": "anna", "layer": 0, "head": 0, "seed": 1}""",
            "{}",
            """{"n": 100}""",
            """{"learningRate": 0.005, "batchSize": 8}""",
            """{"preset": "ownText", "ownText": "one\ntwo\nthree", "seed": 1}""",
        ];
        var random = new RandomGenerator(20_250_101);
        for (var i = 0; i < 500; i++)
        {
            var path = $"/api/{Paths[random.NextInt32(Paths.Length)]}";
            var body = Encoding.UTF8.GetBytes(right[random.NextInt32(right.Length)]);
            // Broken for certain: noise, or an object that is never closed. Changed somewhere: it may happen to be right.
            var isBroken = random.NextInt32(2) == 0;
            var sent =
                !isBroken ? Changed(body, random)
                : random.NextInt32(2) == 0 ? Noise(random)
                : body[..random.NextInt32(body.Length)];
            using var content = new ByteArrayContent(sent);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
            var (status, answer) = await lab.Post(path, content);
            var what = $"{i}: {path} {Convert.ToHexString(sent)} gave {(int)status} {answer}";
            if (isBroken || status != HttpStatusCode.OK)
            {
                Assert.True((int)status is >= 400 and < 500, what);
                Assert.False(
                    string.IsNullOrWhiteSpace(answer.GetProperty("error").GetString()),
                    what
                );
            }
        }
        await lab.Ask("/api/build", """{"preset": "names", "seed": 7}""");
        await lab.Ask("/api/attend", """{"word": "anna"}""");
    }

    private static byte[] Noise(RandomGenerator random)
    {
        var bytes = new byte[1 + random.NextInt32(60)];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)random.NextInt32(256);
        }
        bytes[0] |= 0x80; // no JSON begins so
        return bytes;
    }

    private static byte[] Changed(byte[] body, RandomGenerator random)
    {
        var changed = (byte[])body.Clone();
        for (var count = 1 + random.NextInt32(3); count > 0; count--)
        {
            const string Letters = "{}[]:,\"\\0123456789-+.eE tnx";
            changed[random.NextInt32(changed.Length)] =
                random.NextInt32(4) == 0
                    ? (byte)random.NextInt32(256)
                    : (byte)Letters[random.NextInt32(Letters.Length)];
        }
        return changed;
    }
}
