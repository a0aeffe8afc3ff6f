namespace TinyTransformerLab.Browser.Tests.Page;

/// <summary>The same page live: what its controls do to the engine that trains behind it.</summary>
[Collection(BrowserCollection.Name)]
public class ServedPageTests(BrowserFixture browser)
{
    private static readonly LabConfig Config = new()
    {
        LayerCount = 1,
        HeadCount = 2,
        ChannelCount = 16,
        Training = new() { Steps = 400 },
    };

    [BrowserFact]
    public async Task Training_is_driven_and_watched()
    {
        await using var server = await Start();
        await using var watched = await Open(server);
        var page = watched.Page;
        await Says(page, "mode-badge", "Live");
        await Says(page, "train-state", "untrained");
        await Says(page, "this-build", "1 layers · 2 heads");
        await Assertions.Expect(page.Locator("#strip .box")).ToHaveCountAsync(6);
        await Assertions.Expect(page.Locator("#attention-maps table")).ToHaveCountAsync(2);
        await page.Locator("#step-1").ClickAsync();
        await Says(page, "train-numbers", "1 of 400");
        await page.Locator("#step-100").ClickAsync();
        await Says(page, "train-numbers", "101 of 400");
        await Says(page, "attention-word", "at step 101");
        await page.Locator("#run").ClickAsync();
        await Says(page, "train-state", "finished");
        await Says(page, "train-numbers", "400 of 400");
        await page.Locator("#names").ScrollIntoViewIfNeededAsync(); // what cannot be seen waits
        await Says(page, "generate-step", "at step 400");
        await page.Locator("#reset").ClickAsync();
        await Says(page, "train-state", "untrained");
        await page.Locator("#names").ScrollIntoViewIfNeededAsync();
        await Says(page, "names", "fresh");
        Assert.Empty(watched.Complaints);
    }

    [BrowserFact]
    public async Task Rate_batch_check_and_tape_are_those_of_the_engine()
    {
        await using var server = await Start();
        await using var watched = await Open(server);
        var page = watched.Page;
        await page.Locator("#learning-rate").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Says(page, "learning-rate-value", Digits.Rate(1e-5));
        await page.Locator("#batch-size").FillAsync("7");
        await page.Keyboard.PressAsync("Enter");
        await Says(page, "train-numbers", "7 names");
        await page.Locator("#check-run").ClickAsync();
        await Says(page, "trainer-line", "engine gradient-checked");
        await page.Locator("#tape-run").ClickAsync();
        await Says(page, "tape", "lead from 7 items");
        await page.Locator("#batch-size").FillAsync("0");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#train-problem")).Not.ToBeEmptyAsync();
        Assert.DoesNotContain(
            watched.Complaints,
            complaint => complaint.StartsWith("uncaught", StringComparison.Ordinal)
        );
    }

    [BrowserFact]
    public async Task Own_text_that_is_markup_is_learned_as_text()
    {
        await using var server = await Start();
        await using var watched = await Open(server);
        var page = watched.Page;
        await page.Locator("#preset")
            .SelectOptionAsync(new SelectOptionValue { Value = "ownText" });
        await page.Locator("#own-text")
            .FillAsync("<img src=x>\n</script>\n<b>bold</b>\n<i>more</i>\nplain\ntext");
        await page.Locator("#seed").FillAsync("5");
        await page.Locator("#build").ClickAsync();
        await Says(page, "mode-badge", "your own text · seed 5");
        await page.Locator("#word").FillAsync("<b>x</b>");
        await Says(page, "attention-word", "“<b>");
        Assert.Equal(0, await page.Locator("img, main i, main b:not(.lens b)").CountAsync());
        await page.Locator("#preset")
            .SelectOptionAsync(new SelectOptionValue { Value = "copyTask" });
        await page.Locator("#build").ClickAsync();
        await Says(page, "mode-badge", "copy task");
        Assert.Empty(watched.Complaints);
    }

    private static Task<LabServer> Start() =>
        LabServer.Start(
            new LabServerSettings { Config = Config, Page = new LivePage(LabPage.Live()) }
        );

    private async Task<WatchedPage> Open(LabServer server)
    {
        var watched = await browser.Open(
            new()
            {
                ColorScheme = ColorScheme.Light,
                ViewportSize = new() { Width = 1280, Height = 3000 },
            }
        );
        await watched.Page.GotoAsync(server.Address);
        await watched.Page.WaitForSelectorAsync("html[data-ready]");
        return watched;
    }

    private static Task Says(IPage page, string id, string words) =>
        Assertions
            .Expect(page.Locator("#" + id))
            .ToContainTextAsync(words, new() { Timeout = 60_000 });
}
