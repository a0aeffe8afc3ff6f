using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace TinyTransformerLab.Browser.Tests.Live;

[Collection(OtherBrowserCollection.Name)]
public sealed class LivePageTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task It_opens_with_every_panel_filled_by_the_engine_and_without_a_complaint()
    {
        await using var lab = await LiveLabPage.Open(browser);
        await Expect(lab.Tab.Locator("#parity-badge")).ToContainTextAsync("Connected");
        await Expect(lab.Tab.Locator("#this-build")).ToContainTextAsync("1 layers · 2 heads");
        await Expect(lab.Tab.Locator("#train-state")).ToHaveTextAsync("untrained");
        await Expect(lab.Tab.Locator("#names .item-button")).ToHaveCountAsync(10);
        var view = await lab.Server.Runner.Look(session => session.Attend(session.DefaultWord));
        await Expect(lab.Tab.Locator("#attention-word")).ToContainTextAsync(view.Word.Used);
        AssertSame(
            view,
            await lab.Tab.EvaluateAsync<string>(
                "async () => JSON.stringify(await LabPage.lab.engine.attend(LabPage.lab.defaultWord))"
            )
        );
        Assert.Empty(lab.Complaints);
    }

    [BrowserFact]
    public async Task The_token_leaves_the_address_and_a_reload_still_works()
    {
        await using var lab = await LiveLabPage.Open(browser);
        var bare = $"http://127.0.0.1:{lab.Server.Port}/";
        Assert.Equal(bare, lab.Tab.Url);
        await lab.Tab.Locator("#run").ClickAsync();
        await lab.Until("state.isRunning");
        await lab.Tab.ReloadAsync();
        await LiveLabPage.Ready(lab.Tab);
        Assert.Equal(bare, lab.Tab.Url);
        Assert.True(lab.Latest.IsRunning);
        // Another tab does not know the token: it is told where to find the address.
        var stranger = await lab.Tab.Context.NewPageAsync();
        await stranger.GotoAsync(bare);
        await Expect(stranger.Locator("body")).ToContainTextAsync("address with the token");
        await stranger.GotoAsync(bare + "?token=0123");
        await Expect(stranger.Locator("body")).ToContainTextAsync("address with the token");
    }

    [BrowserFact]
    public async Task Run_makes_the_loss_fall_pause_holds_it_and_reset_begins_anew()
    {
        await using var lab = await LiveLabPage.Open(browser);
        var start = lab.Latest.State.HeldOutLoss;
        await lab.Tab.Locator("#run").ClickAsync();
        await Expect(lab.Tab.Locator("#train-state")).ToHaveTextAsync("running");
        await lab.Until("state.step > 600");
        await Expect(lab.Tab.Locator("#run")).ToHaveTextAsync("Pause");
        await lab.Tab.Locator("#run").ClickAsync();
        await Expect(lab.Tab.Locator("#train-state")).ToHaveTextAsync("paused");
        await lab.Until("run.curve.smooth.at(-1)?.step === state.step");
        var state = lab.Latest.State;
        Assert.False(lab.Latest.IsRunning);
        Assert.True(state.HeldOutLoss < start - 0.2, $"from {start} to {state.HeldOutLoss}");
        var numbers = lab.Tab.Locator("#train-numbers");
        await Expect(numbers).ToContainTextAsync($"{Digits.Count(state.Step)} of 100,000");
        await Expect(numbers).ToContainTextAsync(Digits.Loss(state.HeldOutLoss));
        await Expect(numbers).ToContainTextAsync(Digits.Loss(state.Last!.SmoothLoss));
        AssertSame(
            lab.Latest.Curve,
            await lab.Tab.EvaluateAsync<string>("() => JSON.stringify(LabPage.lab.run.curve)")
        );
        AssertSame(
            lab.Latest.Samples,
            await lab.Tab.EvaluateAsync<string>("() => JSON.stringify(LabPage.lab.run.samples)")
        );
        await lab.Tab.Locator("#reset").ClickAsync();
        await Expect(lab.Tab.Locator("#train-state")).ToHaveTextAsync("untrained");
        await Expect(numbers).ToContainTextAsync("0 of 100,000");
        Assert.Equal(0, lab.Latest.State.Step);
        Assert.Empty(lab.Complaints);
    }

    [BrowserFact]
    public async Task Steps_rate_and_batch_give_the_digits_of_a_session_driven_by_hand()
    {
        await using var lab = await LiveLabPage.Open(browser);
        await lab.Tab.Locator("#step-1").ClickAsync();
        await lab.Until("state.step === 1 && !state.isRunning");
        await lab.Tab.Locator("#step-100").PressAsync("Enter");
        await lab.Until("state.step === 101 && !state.isRunning");
        await lab.Tab.Locator("#learning-rate").FocusAsync();
        await lab.Tab.Keyboard.PressAsync("End");
        await lab.Until("Math.abs(state.peakLearningRate - 0.1) < 1e-9");
        await lab.Tab.Locator("#batch-size").FillAsync("6");
        await lab.Tab.Locator("#batch-size").PressAsync("Tab");
        await lab.Until("state.batchSize === 6");
        await lab.Tab.Locator("#step-100").ClickAsync();
        await lab.Until("state.step === 201 && !state.isRunning");
        var byHand = new LabSession(LiveLabPage.Config);
        Steps(byHand, 101);
        (byHand.LearningRate, byHand.BatchSize) = (lab.Latest.State.PeakLearningRate, 6);
        Steps(byHand, 100);
        Assert.Equal(LabJson.Text(byHand.State), LabJson.Text(lab.Latest.State));
        await Expect(lab.Tab.Locator("#train-numbers"))
            .ToContainTextAsync(Digits.Loss(byHand.State.Last!.Loss));
        Assert.Empty(lab.Complaints);

        static void Steps(LabSession session, int count)
        {
            for (var i = 0; i < count; i++)
            {
                session.Step();
            }
        }
    }

    [BrowserFact]
    public async Task Another_preset_and_seed_build_another_model_and_redraw_everything()
    {
        await using var lab = await LiveLabPage.Open(browser);
        await lab.Tab.Locator("#step-100").ClickAsync();
        await lab.Until("state.step === 100");
        await lab.Tab.Locator("#preset").SelectOptionAsync("copyTask");
        await lab.Tab.Locator("#seed").FillAsync("11");
        await lab.Tab.Locator("#build").ClickAsync();
        await Expect(lab.Tab.Locator("#mode-badge")).ToContainTextAsync("copy task");
        await Expect(lab.Tab.Locator("#mode-badge")).ToContainTextAsync("seed 11");
        await Expect(lab.Tab.Locator("#train-state")).ToHaveTextAsync("untrained");
        Assert.Equal((LabPreset.CopyTask, 11), (lab.Latest.Info.Preset, lab.Latest.Info.Seed));
        await Expect(lab.Tab.Locator("#this-build")).ToContainTextAsync("vocabulary 10");
        await lab.Tab.Locator("#check-run").ClickAsync();
        await Expect(lab.Tab.Locator("#check")).ToContainTextAsync("engine gradient-checked");
        await lab.Tab.Locator("#tape-run").ClickAsync();
        await Expect(lab.Tab.Locator("#tape")).ToContainTextAsync("operations lead from");
        Assert.Empty(lab.Complaints);
    }

    [BrowserFact]
    public async Task A_text_of_ones_own_is_shown_as_text_and_never_becomes_markup()
    {
        const string Hostile = "</script><img src=x onerror=alert(1)>";
        await using var lab = await LiveLabPage.Open(browser);
        var dialogs = 0;
        lab.Tab.Dialog += (_, dialog) =>
        {
            dialogs++;
            _ = dialog.DismissAsync();
        };
        await lab.Tab.Locator("#preset").SelectOptionAsync("ownText");
        await lab.Tab.Locator("#own-text").FillAsync($"{Hostile}\n{Hostile}!\n<b>bold</b>");
        await lab.Tab.Locator("#build").ClickAsync();
        await Expect(lab.Tab.Locator("#mode-badge")).ToContainTextAsync("your own text");
        await lab.Tab.Locator("#step-1000").ClickAsync();
        await lab.Until("state.step === 1000 && !state.isRunning");
        await lab.Tab.Locator("#word").FillAsync(Hostile);
        await Expect(lab.Tab.Locator("#attention-word")).ToContainTextAsync(Hostile);
        await lab.Tab.Locator("#generate-run").ClickAsync();
        Assert.Equal(0, await lab.Tab.Locator("img").CountAsync());
        Assert.Equal(0, dialogs);
        Assert.Empty(lab.Complaints);
    }

    [BrowserFact]
    public async Task What_the_lab_refuses_is_said_beside_the_control()
    {
        await using var lab = await LiveLabPage.Open(browser);
        var problem = lab.Tab.Locator("#train-problem");
        await lab.Tab.Locator("#preset").SelectOptionAsync("ownText");
        await lab.Tab.Locator("#own-text").FillAsync("alone");
        await lab.Tab.Locator("#build").ClickAsync();
        await Expect(problem).ToContainTextAsync("at least 2");
        await lab.Tab.Locator("#batch-size").FillAsync("5000");
        await lab.Tab.Locator("#batch-size").PressAsync("Tab");
        await Expect(problem).ToContainTextAsync("from 1 to 1,024");
        await lab.Tab.Locator("#batch-size").FillAsync("5");
        await lab.Tab.Locator("#batch-size").PressAsync("Tab");
        await Expect(problem).ToBeEmptyAsync();
        Assert.Equal((1, 5), (lab.Latest.Build, lab.Latest.State.BatchSize));
        // A browser notes every refused request by itself; nothing else may be there.
        Assert.All(
            lab.Complaints,
            complaint => Assert.Contains("status of 400", complaint, StringComparison.Ordinal)
        );
    }

    [BrowserFact]
    public async Task Two_tabs_see_the_same_and_training_pauses_when_both_are_closed()
    {
        await using var lab = await LiveLabPage.Open(
            browser,
            grace: TimeSpan.FromMilliseconds(100)
        );
        var other = await lab.OpenTab();
        await lab.Until("state.watchers === 2");
        await other.Locator("#step-100").ClickAsync();
        await lab.Until("state.step === 100 && !state.isRunning");
        await LiveLabPage.Until(other, "state.step === 100 && !state.isRunning");
        const string Loss = "() => LabPage.lab.run.state.last.loss";
        Assert.Equal(
            await lab.Tab.EvaluateAsync<double>(Loss),
            await other.EvaluateAsync<double>(Loss)
        );
        await other.Locator("#run").ClickAsync();
        await lab.Until("state.isRunning");
        await other.CloseAsync();
        await lab.Until("state.watchers === 1 && state.step > 200");
        Assert.True(lab.Latest.IsRunning);
        await lab.Tab.CloseAsync();
        await LiveLabPage.Until(() => !lab.Latest.IsRunning);
        Assert.True(lab.Latest.State.Step < 100_000);
    }

    [BrowserFact]
    public async Task A_lab_that_is_gone_is_told_on_the_page_and_so_is_one_that_was_started_anew()
    {
        await using var lab = await LiveLabPage.Open(browser);
        var notice = lab.Tab.Locator("#connection");
        await Expect(notice).ToBeHiddenAsync();
        var port = lab.Server.Port;
        await lab.Server.DisposeAsync();
        await Expect(notice).ToContainTextAsync("trying again");
        await lab.Tab.Locator("#run").ClickAsync();
        await Expect(lab.Tab.Locator("#train-problem")).ToContainTextAsync("does not answer");
        await lab.Restart();
        Assert.Equal(port, lab.Server.Port);
        await Expect(notice).ToContainTextAsync("of another run", new() { Timeout = 30_000 });
    }

    [BrowserFact]
    public async Task A_connection_that_breaks_is_found_again()
    {
        await using var lab = await LiveLabPage.Open(browser);
        var notice = lab.Tab.Locator("#connection");
        await lab.Tab.RouteAsync("**/events*", route => route.AbortAsync());
        await lab.Tab.ReloadAsync();
        await Expect(notice).ToContainTextAsync("is lost");
        await lab.Server.Runner.Command(training => training.Step(50));
        await lab.Tab.UnrouteAsync("**/events*");
        await Expect(notice).ToBeHiddenAsync(new() { Timeout = 30_000 });
        await lab.Until("state.step === 50 && state.watchers === 1");
    }

    [Trait("Category", "Integration")]
    [BrowserFact]
    public async Task Nothing_serious_is_in_the_way_of_anyone()
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var lab = await LiveLabPage.Open(
                browser,
                options: new()
                {
                    ColorScheme = scheme,
                    ViewportSize = new() { Width = 1280, Height = 900 },
                }
            );
            await lab.Tab.Locator("#step-100").ClickAsync();
            await lab.Until("state.step === 100");
            await lab.Tab.Locator("#check-run").ClickAsync();
            await Expect(lab.Tab.Locator("#check")).ToContainTextAsync("gradient-checked");
            await Axe.FindsNothingSerious(lab.Tab, scheme.ToString());
        }
    }

    // Script and C# write the same number differently.
    private static void AssertSame<TRecord>(TRecord expected, string json) =>
        Assert.True(
            JsonElement.DeepEquals(
                JsonSerializer.SerializeToElement(expected, LabJson.Options),
                JsonDocument.Parse(json).RootElement
            ),
            json
        );
}
