using TinyTransformerLab.Browser.Tests.Engine;

namespace TinyTransformerLab.Browser.Tests.Page;

/// <summary>Panel 3: items, sampling, letter by letter, why, and the lens.</summary>
[Collection(BrowserCollection.Name)]
public class GeneratePanelTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task The_same_seed_gives_the_names_of_the_engine()
    {
        await using var page = await ExportedPage.Open(browser);
        await page.Part("generate-seed").FillAsync("42");
        await page.Part("prefix").FillAsync("ma");
        await page.Part("count").FillAsync("5");
        var expected = Recorded.Of("usual").Session.Generate(5, prefix: "ma", seed: 42).Items;
        await Assertions
            .Expect(page.Page.Locator("#names .item"))
            .ToHaveTextAsync(
                expected.Select(item => item.IsCut ? item.Text + "…" : item.Text).ToArray()
            );
        Assert.Equal(
            expected.Select(item => Words.Of(item.Verdict)),
            await page.Page.Locator("#names .verdict").AllTextContentsAsync()
        );
    }

    [BrowserTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Generate_draws_new_items(bool isByKeyboard)
    {
        await using var page = await ExportedPage.Open(browser);
        for (var i = 0; i < 2; i++)
        {
            await page.Changes(
                "names",
                () =>
                    isByKeyboard
                        ? page.Press("generate-run", "Enter")
                        : page.Part("generate-run").ClickAsync()
            );
        }
        Assert.Equal("3", await page.Part("generate-seed").InputValueAsync());
    }

    [BrowserFact]
    public async Task At_temperature_zero_all_items_are_alike()
    {
        await using var page = await ExportedPage.Open(browser);
        await page.Press("temperature", "Home");
        await page.Says("temperature-value", "greedy");
        var greedy = Recorded.Of("usual").Session.Generate(1, new() { Temperature = 0 }).Items[0];
        await Assertions
            .Expect(page.Page.Locator("#names .item").Last)
            .ToHaveTextAsync(greedy.IsCut ? greedy.Text + "…" : greedy.Text);
        Assert.Single((await page.Page.Locator("#names .item").AllTextContentsAsync()).Distinct());
    }

    [BrowserTheory]
    [InlineData("top-k", "3")]
    [InlineData("top-p", "0.5")]
    [InlineData("min-p", "0.2")]
    public async Task Sampling_options_remove_letters_from_the_odds(string id, string value)
    {
        await using var page = await ExportedPage.Open(browser);
        await page.Changes("chances", () => page.Part(id).FillAsync(value));
        var heights = await page.Page.EvaluateAsync<double[]>(
            "[...document.querySelectorAll('#chances rect.after')].map(bar => Number(bar.getAttribute('height')))"
        );
        Assert.Contains(0, heights);
        Assert.Contains(heights, height => height > 0);
    }

    [BrowserFact]
    public async Task What_is_out_of_range_is_said_and_the_page_goes_on()
    {
        await using var page = await ExportedPage.Open(browser);
        foreach (
            var (id, value) in new[]
            {
                ("top-k", "0"),
                ("top-p", "7"),
                ("min-p", "-1"),
                ("count", "0"),
                ("count", "2.5"),
                ("generate-seed", ""),
            }
        )
        {
            await page.Part(id).FillAsync(value);
            await Assertions.Expect(page.Part("generate-problem")).ToContainTextAsync("must be");
            await page.Part(id).FillAsync("1");
            await Assertions.Expect(page.Part("generate-problem")).ToBeEmptyAsync();
        }
    }

    [BrowserFact]
    public async Task A_slider_cannot_leave_its_range()
    {
        await using var page = await ExportedPage.Open(browser);
        await page.Part("temperature")
            .EvaluateAsync("(slider, value) => { slider.value = value; }", "9");
        Assert.Equal("2", await page.Part("temperature").InputValueAsync());
    }

    [BrowserFact]
    public async Task A_word_grows_letter_by_letter_with_its_draws()
    {
        await using var page = await ExportedPage.Open(browser);
        var item = Recorded.Of("usual").Report.Names.Items[1];
        await page.Page.Locator("#names .item-button").Nth(1).ClickAsync();
        for (var i = 0; i < item.Letters.Count; i++)
        {
            await page.Says(
                "cumulative",
                $"The number {Digits.Ratio(item.Letters[i].Draw)} was drawn"
            );
            await Assertions
                .Expect(page.Part("growing"))
                .ToHaveTextAsync(
                    string.Concat(item.Letters.Take(i + 1).Select(letter => letter.Letter))
                );
            if (i + 1 < item.Letters.Count)
            {
                await page.Press("letter-next", "Enter");
            }
        }
        Assert.True(await page.Part("letter-next").IsDisabledAsync());
        await page.Part("letter-back").ClickAsync();
        await page.Choose("letter-item", "0");
        await page.Says(
            "cumulative",
            $"The number {Digits.Ratio(Recorded.Of("usual").Report.Names.Items[0].Letters[0].Draw)} was drawn"
        );
    }

    [BrowserFact]
    public async Task Every_letter_of_a_word_can_be_explained()
    {
        await using var page = await ExportedPage.Open(browser);
        await page.Part("why-word").FillAsync("anna");
        await page.Says("lens", "“anna”");
        await page.Says("why", "Why “a” after “·ann”");
        await page.Page.Locator("#why-letters button").Nth(1).ClickAsync();
        await page.Says("why", "Why “n” after “·a”");
        await page.Page.Locator("#why-letters button").Nth(4).FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Says("why", "Why “·” after “·anna”");
        Assert.Equal(
            "true",
            await page.Page.Locator("#why-letters button").Nth(4).GetAttributeAsync("aria-pressed")
        );
        Assert.Equal(3 * 5, await page.Page.Locator("#lens td").CountAsync());
    }
}
