namespace TinyTransformerLab.Browser.Tests.Page;

/// <summary>The page for everyone: contrast, names and roles by axe-core, narrow screens, reduced and forced colours.</summary>
[Collection(OtherBrowserCollection.Name)]
public class LookTests(BrowserFixture browser)
{
    [Trait("Category", "Integration")]
    [BrowserTheory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 320)]
    public async Task Axe_finds_nothing_serious(ColorScheme scheme, int width)
    {
        await using var page = await ExportedPage.Open(
            browser,
            Options(scheme, width),
            checksItself: true
        );
        await page.Parity();
        await Axe.FindsNothingSerious(page.Page, "at first");
        await Unfold(page);
        await page.Choose("layer", "0");
        await page.Choose("stage", "all");
        await page.Part("ablate").CheckAsync();
        await page.Part("trick-next").ClickAsync();
        await page.Part("trick-next").ClickAsync();
        await page.Part("trick-next").ClickAsync();
        await page.Part("letter-next").ClickAsync();
        await page.Part("word").FillAsync("Zoë 7");
        await page.Says("word-notes", "Left out");
        await page.Part("prefix").FillAsync("%");
        await page.Says("prefix-notes", "Left out");
        await Axe.FindsNothingSerious(page.Page, "after use");
    }

    [Trait("Category", "Integration")]
    [BrowserFact]
    public async Task Axe_finds_nothing_serious_where_script_and_engine_disagree()
    {
        await using var page = await ExportedPage.Open(
            browser,
            edit: ExportedPage.Damage,
            checksItself: true
        );
        Assert.True(await page.Parity() > 1e-4);
        await Axe.FindsNothingSerious(page.Page, "damaged");
    }

    [BrowserFact]
    public async Task The_page_never_scrolls_sideways()
    {
        int[] widths = [320, 400, 768, 1000, 1280, 1920];
        await using var page = await ExportedPage.Open(
            browser,
            Options(ColorScheme.Light, widths[0])
        );
        await page.Part("word").FillAsync("abcdefghijklmnopq");
        await page.Part("trick-word").FillAsync("abcdefghijklmnopq");
        await page.Part("why-word").FillAsync("abcdefghijklmnopq");
        await page.Says("trick-notes", "Cut after");
        await Unfold(page);
        for (var step = 0; step < 5; step++)
        {
            foreach (var width in step is 0 or 4 ? widths : widths[..1])
            {
                await page.Page.SetViewportSizeAsync(width, 900);
                Assert.Equal(
                    width,
                    await page.Page.EvaluateAsync<int>(
                        "Math.max(innerWidth, document.documentElement.scrollWidth, document.body.scrollWidth)"
                    )
                );
            }
            await page.Choose("layer", step % 2 == 0 ? "1" : "all");
            if (step < 4)
            {
                await page.Part("trick-next").ClickAsync();
            }
        }
    }

    [BrowserFact]
    public async Task Forbidden_cells_are_hatched_in_every_theme_and_never_look_like_zero()
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var page = await ExportedPage.Open(browser, Options(scheme, 1280));
            var images = await page.Page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('#attention-maps .forbidden')].map(cell => getComputedStyle(cell).backgroundImage)"
            );
            Assert.NotEmpty(images);
            Assert.All(images, image => Assert.Contains("repeating-linear-gradient", image));
            var plain = await page.Page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('#attention-maps tbody td:not(.forbidden)')].map(cell => getComputedStyle(cell).backgroundImage)"
            );
            Assert.All(plain, image => Assert.Equal("none", image));
        }
    }

    [BrowserFact]
    public async Task Forced_colours_keep_the_map()
    {
        await using var page = await ExportedPage.Open(
            browser,
            new()
            {
                ForcedColors = ForcedColors.Active,
                ViewportSize = new() { Width = 1280, Height = 900 },
            }
        );
        var colors = await page.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('#attention-maps tbody td:not(.forbidden)')].map(cell => getComputedStyle(cell).backgroundColor)"
        );
        Assert.True(colors.Distinct().Count() > 3);
    }

    private static BrowserNewContextOptions Options(ColorScheme scheme, int width) =>
        new()
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 900 },
        };

    private static async Task Unfold(ExportedPage page) =>
        await page.Page.EvaluateAsync(
            "document.querySelectorAll('details').forEach(details => details.open = true)"
        );
}
