namespace TinyTransformerLab.Browser.Tests.Page;

/// <summary>The page by itself: it asks for nothing, agrees with C#, and says so loudly if it does not.</summary>
[Collection(BrowserCollection.Name)]
public class StartTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task The_page_requests_nothing_but_itself()
    {
        await using var page = await ExportedPage.Open(browser, checksItself: true);
        await page.Parity();
        Assert.All(page.Requests, address => Assert.Matches("^(file:|data:)", address));
        Assert.Single(
            page.Requests,
            address => address.StartsWith("file:", StringComparison.Ordinal)
        );
    }

    [BrowserTheory]
    [InlineData("usual")]
    [InlineData("untrained")]
    [InlineData("one head")]
    [InlineData("small context")]
    [InlineData("emoji")]
    [InlineData("copy task")]
    public async Task Script_and_engine_agree_and_the_page_says_so(string model)
    {
        await using var page = await ExportedPage.Open(browser, model: model, checksItself: true);
        Assert.InRange(await page.Parity(), 0, 1e-4);
        await page.Says("parity-badge", "largest difference between C# and script");
        Assert.Contains("good", await page.Part("parity-badge").GetAttributeAsync("class"));
    }

    [BrowserFact]
    public async Task Damaged_weights_are_said_loudly()
    {
        await using var page = await ExportedPage.Open(
            browser,
            edit: ExportedPage.Damage,
            checksItself: true
        );
        Assert.True(await page.Parity() > 1e-4);
        await page.Says("parity-badge", "DISAGREE");
        Assert.Contains("bad", await page.Part("parity-badge").GetAttributeAsync("class"));
    }

    [BrowserFact]
    public async Task Without_a_script_everything_can_be_read_and_no_control_is_shown()
    {
        await using var page = await ExportedPage.Open(
            browser,
            new()
            {
                JavaScriptEnabled = false,
                ViewportSize = new() { Width = 1280, Height = 900 },
            },
            hasScript: false
        );
        foreach (
            var id in new[]
            {
                "loss-chart",
                "train-numbers",
                "attention-maps",
                "names",
                "chances",
                "why",
                "lens",
                "trick-steps",
                "dial",
                "more-table",
                "chapter-list",
            }
        )
        {
            Assert.True(await page.Part(id).IsVisibleAsync(), id);
        }
        Assert.Equal(5, await page.Page.Locator(".trick-step:visible").CountAsync());
        Assert.Equal(
            0,
            await page.Page.Locator("button:visible, input:visible, select:visible").CountAsync()
        );
    }

    [BrowserFact]
    public async Task The_script_draws_what_the_page_showed_before()
    {
        await using var still = await ExportedPage.Open(
            browser,
            new() { JavaScriptEnabled = false },
            hasScript: false
        );
        await using var page = await ExportedPage.Open(browser);
        foreach (
            var selector in new[]
            {
                "#attention-maps tbody td:not(.forbidden)",
                "#names .item",
                "#lens td",
                "#why text.value",
                "#toy td",
                "#dial td",
                "#train-numbers dd",
                "#babble .item",
            }
        )
        {
            Assert.Equal(
                await still.Page.Locator(selector).AllTextContentsAsync(),
                await page.Page.Locator(selector).AllTextContentsAsync()
            );
        }
    }

    [BrowserFact]
    public async Task Digits_are_written_as_the_engine_writes_them()
    {
        await using var page = await ExportedPage.Open(browser);
        var random = new RandomGenerator(11);
        double[] values =
        [
            0,
            -0.0,
            0.005,
            -0.005,
            0.0005,
            -0.0004,
            0.125, // ties
            0.375,
            -0.625,
            0.0625,
            0.25,
            1.5,
            2.5,
            -1000.5,
            1234567.891,
            -1234.5,
            999.995,
            1e-9,
            .. Enumerable
                .Range(0, 400)
                .Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.NextInt32(12) - 6)),
        ];
        string[] expected =
        [
            .. values.SelectMany(value =>
                new[]
                {
                    Digits.Loss(value),
                    Digits.Probability(value),
                    Digits.Score(value),
                    Digits.Perplexity(value),
                    Digits.Rate(value),
                    Digits.Norm(value),
                    Digits.Ratio(value),
                    Digits.Signed(value),
                    Digits.LossDifference(value),
                    Digits.Difference(Math.Abs(value)),
                    Digits.Count((long)Math.Abs(value)),
                    Digits.Microseconds(value),
                    Digits.Times(Math.Abs(value)),
                }
            ),
        ];
        var written = await page.Page.EvaluateAsync<string[]>(
            "values => { const d = LabPage.digits; return values.flatMap(v => [d.loss(v), d.probability(v), d.score(v), d.perplexity(v), d.rate(v), d.norm(v), d.ratio(v), d.signed(v), d.lossDifference(v), d.difference(Math.abs(v)), d.count(Math.trunc(Math.abs(v))), d.microseconds(v), d.times(Math.abs(v))]); }",
            values
        );
        Assert.Equal(expected, written);
    }
}
