namespace TinyTransformerLab.Browser.Tests.Page;

/// <summary>Panel 2: words, heads, stages, snapshots, ablation, and the grid by keyboard.</summary>
[Collection(BrowserCollection.Name)]
public class AttentionPanelTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task A_typed_word_redraws_all_maps()
    {
        await using var page = await ExportedPage.Open(browser);
        await page.Part("word").ClickAsync();
        await page.Page.Keyboard.PressAsync("Control+A");
        await page.Page.Keyboard.TypeAsync("anna");
        await page.Says("attention-word", "“anna”");
        Assert.Equal(8, await page.Page.Locator("#attention-maps table").CountAsync());
        Assert.Equal(8 * 10, await page.Page.Locator("#attention-maps .forbidden").CountAsync());
        Assert.Equal(
            ["·", "a", "n", "n", "a"],
            await page
                .Page.Locator("#attention-maps table")
                .First.Locator("tbody th")
                .AllTextContentsAsync()
        );
        Assert.Equal("word", await page.Page.EvaluateAsync<string>("document.activeElement.id"));
    }

    [BrowserFact]
    public async Task What_is_changed_about_a_word_is_said()
    {
        await using var page = await ExportedPage.Open(browser);
        await page.Part("word").FillAsync("Ann3-Marie the Great of All");
        await page.Says("word-notes", "lower case");
        await page.Says("word-notes", "not in the vocabulary");
        await page.Says("word-notes", "Cut after 15 letters");
        await page.Part("word").FillAsync("");
        await page.Says("attention-word", "“”");
        Assert.Equal(8, await page.Page.Locator("#attention-maps tbody td").CountAsync());
    }

    [BrowserTheory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("</script><b>bold</b>")]
    public async Task A_typed_word_is_never_markup(string word)
    {
        await using var page = await ExportedPage.Open(browser);
        foreach (var id in new[] { "word", "prefix", "why-word", "trick-word" })
        {
            await page.Part(id).FillAsync(word);
        }
        await page.Says("word-notes", "Left out");
        await page.Says("prefix-notes", "Left out");
        await page.Says("why-notes", "Left out");
        await page.Says("trick-notes", "Left out");
        Assert.Equal(0, await page.Page.Locator("img, main b:not(.lens b)").CountAsync());
    }

    [BrowserTheory]
    [InlineData("emoji")]
    [InlineData("copy task")]
    public async Task Items_that_are_markup_or_strange_are_only_text(string model)
    {
        await using var page = await ExportedPage.Open(browser, model: model);
        await page.Part("word").FillAsync("</script>🦊:ab");
        await page.Part("word").FillAsync("🦊ä");
        await page.Says("attention-word", "The model reads");
        Assert.Equal(3, await page.Page.Locator("script").CountAsync());
    }

    [BrowserTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Layer_head_and_stage_choose_what_is_drawn(bool isByKeyboard)
    {
        await using var page = await ExportedPage.Open(browser);
        Assert.True(await page.Part("head").IsDisabledAsync());
        await Choose("layer", "1", ["ArrowDown", "ArrowDown"]);
        await Assertions.Expect(page.Page.Locator("#attention-maps table")).ToHaveCountAsync(1);
        await page.Says("attention-maps", "Layer 2, head 1");
        await page.Says("attention-maps", "entropy");
        await Choose("head", "2", ["ArrowDown", "ArrowDown"]);
        await page.Says("attention-maps", "Layer 2, head 3");
        await Choose("stage", "all", ["ArrowDown"]);
        await Assertions.Expect(page.Page.Locator("#attention-maps table")).ToHaveCountAsync(3);
        await page.Says("attention-maps", "scores");
        await page.Says("attention-maps", "masked");
        await page.Says("attention-maps", "−∞");

        async Task Choose(string id, string value, string[] keys)
        {
            if (!isByKeyboard)
            {
                await page.Choose(id, value);
                return;
            }
            foreach (var key in keys)
            {
                await page.Press(id, key);
            }
        }
    }

    [BrowserFact]
    public async Task Switching_a_head_off_shows_the_loss_without_it()
    {
        await using var page = await ExportedPage.Open(browser);
        Assert.True(await page.Part("ablate").IsDisabledAsync());
        await page.Choose("layer", "0");
        await page.Press("ablate", "Space");
        var head = Engine.Recorded.Of("usual").Report.Ablation.Heads[0];
        await page.Says("ablation-line", Digits.Loss(head.LossWithout));
        await page.Says("ablation-line", Digits.LossDifference(head.Difference));
        await page.Part("ablate").UncheckAsync();
        Assert.Equal("", (await page.Text("ablation-line")).Trim());
    }

    [BrowserFact]
    public async Task The_scrubber_shows_the_heads_of_another_step_and_measures_them_on_demand()
    {
        await using var page = await ExportedPage.Open(browser);
        Assert.True(await page.Part("measure-heads").IsDisabledAsync());
        await page.Press("attention-scrub", "Home");
        await page.Says("attention-word", "at step 0");
        await page.Says("heads", "not measured");
        await page.Part("measure-heads").ClickAsync();
        await Assertions
            .Expect(page.Part("heads"))
            .Not.ToContainTextAsync("not measured", new() { Timeout = 60_000 });
    }

    [BrowserFact]
    public async Task A_map_is_a_grid_with_one_tab_stop_that_arrow_keys_walk()
    {
        await using var page = await ExportedPage.Open(browser);
        await page.Part("word").FillAsync("anna");
        await page.Says("attention-word", "anna");
        await page.Choose("layer", "0");
        var grid = page.Page.Locator("#attention-maps [role=grid]");
        Assert.Equal(1, await grid.Locator("[tabindex='0']").CountAsync());
        await grid.Locator("[tabindex='0']").FocusAsync();
        Assert.StartsWith("· looks at ·: 1.00", await Focused());
        await page.Page.Keyboard.PressAsync("ArrowDown");
        Assert.StartsWith("a looks at ·: ", await Focused());
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("a may not look at n", await Focused());
        await page.Page.Keyboard.PressAsync("ArrowUp");
        await page.Page.Keyboard.PressAsync("ArrowUp");
        Assert.Equal("· may not look at n", await Focused());
        await page.Page.Keyboard.PressAsync("Home");
        Assert.StartsWith("· looks at ·", await Focused());
        await page.Page.Keyboard.PressAsync("Control+End");
        Assert.StartsWith("row of a: entropy", await Focused());
        Assert.Equal(1, await grid.Locator("[tabindex='0']").CountAsync());
        await grid.Locator("tbody tr").Nth(2).Locator("td").Nth(1).ClickAsync();
        Assert.StartsWith("n looks at a: ", await Focused());

        async Task<string> Focused() =>
            await page.Page.EvaluateAsync<string>(
                "document.activeElement.getAttribute('aria-label')"
            );
    }
}
