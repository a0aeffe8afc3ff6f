namespace TinyTransformerLab.Browser.Tests.Engine;

/// <summary>The recorded run behind the lab's interface: replay, seeking, and sentences where something is refused.</summary>
[Collection(OtherBrowserCollection.Name)]
public class RecordedLabTests(BrowserFixture browser)
{
    private static readonly Recorded Run = Recorded.Of("usual");

    private static readonly (string Call, string Sentence)[] Refusals =
    [
        (
            "engine.ablate(2, 0)",
            "There is no head 1 in layer 3: this model has 2 layers with 4 heads."
        ),
        (
            "engine.trick('a', 0, -1)",
            "There is no head 0 in layer 1: this model has 2 layers with 4 heads."
        ),
        (
            "engine.explain('ab', 3)",
            "There is no character 3 in \"ab\" with 2: the first is 0, and 2 the end."
        ),
        ("engine.generate(-1)", "The count is -1; it must be a whole number from 0 to 1000."),
        (
            "engine.generate(1, {}, '', 1.5)",
            "The seed is 1.5; it must be a whole number of at most 15 digits."
        ),
        (
            "engine.generate(1, {}, '', '9223372036854775808')",
            "The seed is 9223372036854775808; it must be a whole number of at most 15 digits."
        ),
        (
            "engine.nextLetter('', { temperature: -1 })",
            "The temperature is -1; it must be 0 or more, and finite."
        ),
        (
            "engine.nextLetter('', { temperature: NaN })",
            "The temperature is NaN; it must be 0 or more, and finite."
        ),
        ("engine.nextLetter('', { topK: 0 })", "The top-k is 0; it must be 1 or more."),
        ("engine.nextLetter('', { topK: 1.5 })", "The top-k is 1.5; it must be 1 or more."),
        ("engine.nextLetter('', { topP: 0 })", "The top-p is 0; it must be above 0, at most 1."),
        ("engine.nextLetter('', { minP: 1.1 })", "The min-p is 1.1; it must be 0 to 1."),
        ("run.step(0)", "The steps are 0; they must be 1 or more."),
        ("run.seek(NaN)", "The step is NaN; it must be a number."),
        (
            "run.set({ learningRate: 1 })",
            "This is a recorded run: its learning rate and batch cannot be changed. The live page can: see the command serve."
        ),
        (
            "run.build({ preset: 'names' })",
            "This is a recorded run: its data and seed cannot be changed. The live page can: see the command serve."
        ),
    ];

    [BrowserFact]
    public async Task It_begins_at_the_trained_model()
    {
        await using var page = await EnginePage.Open(browser, Run.Json);
        Assert.Equal("recorded", await page.Get<string>("() => lab.mode"));
        (await page.Compare(Run.Report.Info, "lab.info")).RequireBelow(1e-12, 20);
        (await page.Compare(Run.Report.Check, "lab.check")).RequireBelow(1e-12, 5);
        (await page.Compare(Run.Report.Tape, "lab.engine.tape()")).RequireBelow(1e-12, 50);
        (await page.Compare(Run.Report.Curve, "lab.run.curve")).RequireBelow(1e-12, 50);
        (await page.Compare(Run.Report.Samples, "lab.run.samples")).RequireBelow(1e-12, 10);
        (
            await page.Compare(
                Run.Report.State,
                "(({ isRunning, lettersPerSecond, watchers, ...state }) => state)(lab.run.state)"
            )
        ).RequireBelow(1e-12, 10);
        Assert.Equal(
            Run.Recording.Snapshots.Select(snapshot => snapshot.Step),
            await page.Get<int[]>("() => lab.run.snapshots.map(({ step }) => step)")
        );
    }

    [BrowserFact]
    public async Task Stepping_and_seeking_go_to_snapshots()
    {
        var steps = Run.Recording.Snapshots.Select(snapshot => snapshot.Step).ToArray();
        await using var page = await EnginePage.Open(browser, Run.Json);
        Task<int> After(string call) =>
            page.Get<int>($"async () => {{ await lab.run.{call}; return lab.run.state.step; }}");
        Assert.Equal(steps[0], await After("reset()"));
        Assert.Equal("untrained", await page.Get<string>("() => lab.run.state.status"));
        Assert.Equal(steps[1], await After("step(1)"));
        Assert.Equal("training", await page.Get<string>("() => lab.run.state.status"));
        Assert.Equal(steps[2], await After("step(1)"));
        Assert.Equal(steps[^1], await After("step(1000)"));
        Assert.Equal("finished", await page.Get<string>("() => lab.run.state.status"));
        Assert.Equal(steps[4], await After($"seek({steps[4]})"));
        Assert.Equal(steps[^1], await After("seek(1e9)"));
        Assert.Equal(
            1,
            await page.Get<int>(
                "async () => { await lab.run.reset(); return lab.run.samples.length; }"
            )
        );
    }

    [BrowserFact]
    public async Task A_replay_shows_every_snapshot_and_ends_at_the_last()
    {
        await using var page = await EnginePage.Open(browser, Run.Json);
        var seen = await page.Get<int[]>(
            """
            () => new Promise(done => {
                const short = RecordedLab.create({ ...data, snapshots: data.snapshots.slice(-3) });
                const seen = [];
                short.run.onChange(reason => {
                    if (reason === 'model') seen.push(short.run.state.step);
                    if (reason === 'state' && !short.run.state.isRunning) done(seen);
                });
                short.run.play();
            })
            """
        );
        Assert.Equal(Run.Recording.Snapshots.TakeLast(3).Select(snapshot => snapshot.Step), seen);
    }

    [BrowserFact]
    public async Task A_replay_can_be_paused()
    {
        await using var page = await EnginePage.Open(browser, Run.Json);
        var isRunning = await page.Get<bool[]>(
            """
            async () => {
                await lab.run.play();
                const before = lab.run.state.isRunning;
                await lab.run.pause();
                return [before, lab.run.state.isRunning];
            }
            """
        );
        Assert.Equal([true, false], isRunning);
    }

    [BrowserFact]
    public async Task What_is_refused_is_refused_in_a_sentence()
    {
        await using var page = await EnginePage.Open(browser, Run.Json);
        foreach (var (call, sentence) in Refusals)
        {
            Assert.Equal((call, sentence), (call, await page.Refusal($"lab.{call}")));
        }
    }

    [BrowserFact]
    public async Task Cut_weights_are_refused()
    {
        await using var page = await EnginePage.Open(browser, Run.Json);
        Assert.Equal(
            "There are 3 weights; the model has 26848. The page is damaged.",
            await page.Refusal(
                "(data.snapshots.at(-1).weights = btoa('123456789012'), RecordedLab.parity(data))"
            )
        );
    }
}
