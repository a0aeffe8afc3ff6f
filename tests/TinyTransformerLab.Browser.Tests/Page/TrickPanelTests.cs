namespace TinyTransformerLab.Browser.Tests.Page;

/// <summary>Panel 4: five steps, the same word, checks, and the dial.</summary>
[Collection(BrowserCollection.Name)]
public class TrickPanelTests(BrowserFixture browser)
{
    [BrowserTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Next_and_previous_walk_the_five_steps_and_all_claims_hold(bool isByKeyboard)
    {
        await using var page = await ExportedPage.Open(browser);
        Assert.True(await page.Part("trick-back").IsDisabledAsync());
        var steps = Engine.Recorded.Of("usual").Report.Trick.Trick.Steps;
        foreach (var step in steps)
        {
            await page.Says("trick-position", $"step {step.Number} of 5");
            await page.Says("trick-steps", step.Note);
            Assert.Equal(
                step.Checks.Count,
                await page.Page.Locator("#trick-steps .good").CountAsync()
            );
            Assert.Equal(0, await page.Page.Locator("#trick-steps .bad").CountAsync());
            if (step.Number < 5)
            {
                await Act("trick-next");
            }
        }
        Assert.True(await page.Part("trick-next").IsDisabledAsync());
        await Act("trick-back");
        await page.Says("trick-position", "step 4 of 5");
        await page.Page.Locator("#trick-stepper button").Nth(1).ClickAsync();
        await page.Says("trick-position", "step 2 of 5");

        Task Act(string id) => isByKeyboard ? page.Press(id, "Enter") : page.Part(id).ClickAsync();
    }

    [BrowserFact]
    public async Task Retyping_a_letter_moves_the_maps_of_steps_four_and_five_only()
    {
        await using var page = await ExportedPage.Open(browser);
        await page.Part("trick-word").FillAsync("anna");
        for (var step = 1; step <= 5; step++)
        {
            await page.Page.Locator("#trick-stepper button").Nth(step - 1).ClickAsync();
            var before = await Map();
            await page.Changes("trick-steps", () => page.Part("trick-word").FillAsync("enna"));
            var after = await Map();
            Assert.Equal(step <= 3, before.SequenceEqual(after));
            await page.Changes("trick-steps", () => page.Part("trick-word").FillAsync("anna"));
        }

        Task<IReadOnlyList<string>> Map() =>
            page
                .Page.Locator("#trick-steps [role=grid][aria-label^=W] td:not([aria-hidden])")
                .AllTextContentsAsync();
    }

    [BrowserFact]
    public async Task The_trained_head_of_another_layer_can_be_chosen()
    {
        await using var page = await ExportedPage.Open(browser);
        await page.Page.Locator("#trick-stepper button").Nth(4).ClickAsync();
        await page.Changes("trick-steps", () => page.Choose("trick-head", "3"));
        await page.Changes("trick-steps", () => page.Press("trick-layer", "ArrowDown"));
        Assert.Equal(1, await page.Page.Locator("#trick-steps .good").CountAsync());
    }

    [BrowserFact]
    public async Task The_dial_turns_by_keyboard()
    {
        await using var page = await ExportedPage.Open(browser);
        var dial = Engine.Recorded.Of("usual").Report.Trick.Dial;
        await page.Press("dial-size", "Home");
        await page.Says("dial-view", $"variance {Digits.Score(dial[0].Variance)} without");
        await page.Press("dial-size", "End");
        await page.Says("dial-size-value", "D = 256");
        await page.Says("dial-view", $"{Digits.Score(dial[^1].ScaledVariance)} with it");
    }
}
