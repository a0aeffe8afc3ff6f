namespace TinyTransformerLab.Browser.Tests;

/// <summary>One browser for all tests of a run; each test opens pages of its own, which share nothing.</summary>
/// <remarks>To use it: <c>[Collection(BrowserCollection.Name)]</c> on the class, a constructor parameter of this type, and
/// <c>[BrowserFact]</c> or <c>[BrowserTheory]</c> on the methods.</remarks>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        if (Chromium.SkipReason() is not null)
        {
            return; // every test that would ask for a page is skipped
        }
        if (Chromium.Path is null)
        {
            throw new InvalidOperationException(Chromium.Missing);
        }
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(Chromium.Launch(Chromium.Path));
    }

    /// <summary>A blank page in a context of its own. Dispose it when the test is done.</summary>
    /// <param name="options">Size, colour scheme, …; 1280×900 and light unless told. Motion is reduced unless told: a click that
    /// scrolls smoothly first takes more than a second.</param>
    public async Task<WatchedPage> Open(BrowserNewContextOptions? options = null)
    {
        options ??= new()
        {
            ViewportSize = new() { Width = 1280, Height = 900 },
            ColorScheme = ColorScheme.Light,
        };
        options.ReducedMotion ??= ReducedMotion.Reduce;
        var context = await browser!.NewContextAsync(options);
        return new WatchedPage(context, await context.NewPageAsync());
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }
        playwright?.Dispose();
    }
}
