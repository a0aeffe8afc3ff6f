namespace TinyTransformerLab.Browser.Tests.Page;

/// <summary>Panel 1 of a recorded run: replay, steps, scale.</summary>
[Collection(BrowserCollection.Name)]
public class TrainPanelTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task A_recorded_run_is_labelled_and_offers_no_training()
    {
        await using var page = await ExportedPage.Open(browser);
        await page.Says("mode-badge", "Recorded run");
        await page.Says("train-state", "recorded run");
        Assert.Equal(
            0,
            await page.Page.Locator("#learning-rate, #batch-size, #preset, #build").CountAsync()
        );
    }

    [BrowserTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reset_and_steps_move_through_the_snapshots(bool isByKeyboard)
    {
        await using var page = await ExportedPage.Open(browser);
        await Act("reset");
        await page.Says("train-state", "untrained");
        await page.Says("train-numbers", "0 of 60");
        await Act("step-1");
        await page.Says("train-state", "paused");
        await page.Says("train-numbers", "10 of 60");
        await Act("step-100");
        await page.Says("train-state", "finished");
        await page.Says("train-numbers", "60 of 60");
        await Act("reset");
        await Act("step-1000");
        await page.Says("train-numbers", "60 of 60");

        Task Act(string id) => isByKeyboard ? page.Press(id, "Enter") : page.Part(id).ClickAsync();
    }

    [BrowserFact]
    public async Task Play_replays_to_the_end_and_can_be_paused()
    {
        await using var page = await ExportedPage.Open(browser);
        await page.Part("run").ClickAsync();
        await page.Says("train-state", "replaying");
        await page.Says("run", "Pause");
        await page.Part("run").ClickAsync();
        await page.Says("run", "Play");
        await page.Press("run", "Space");
        await page.Says("run", "Pause");
    }

    [BrowserFact]
    public async Task The_slider_moves_by_keyboard_and_moves_the_other_panels()
    {
        await using var page = await ExportedPage.Open(browser);
        await page.Press("train-scrub", "Home");
        await page.Says("train-scrub-value", "step 0, held-out loss");
        await page.Part("attention").ScrollIntoViewIfNeededAsync();
        await page.Says("attention-word", "at step 0");
        await page.Part("generate").ScrollIntoViewIfNeededAsync();
        await page.Says("names", "fresh");
        await page.Press("train-scrub", "ArrowRight");
        await page.Says("train-scrub-value", "step 10");
    }

    [BrowserFact]
    public async Task Steps_can_be_drawn_on_a_logarithmic_scale()
    {
        await using var page = await ExportedPage.Open(browser);
        var path = page.Page.Locator("#loss-chart path.smooth");
        var linear = await path.GetAttributeAsync("d");
        await page.Part("log-steps").CheckAsync();
        Assert.NotEqual(linear, await path.GetAttributeAsync("d"));
        await page.Press("log-steps", "Space");
        Assert.Equal(linear, await path.GetAttributeAsync("d"));
    }

    [BrowserFact]
    public async Task The_tables_unfold_by_keyboard_and_stay_open_when_drawn_again()
    {
        await using var page = await ExportedPage.Open(browser);
        var summary = page.Page.Locator("#loss-chart summary");
        await summary.FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Part("reset").ClickAsync();
        await page.Says("train-state", "untrained");
        Assert.True(await page.Page.Locator("#loss-chart table").First.IsVisibleAsync());
    }
}
