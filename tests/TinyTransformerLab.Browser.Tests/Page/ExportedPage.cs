using System.Text.RegularExpressions;
using TinyTransformerLab.Browser.Tests.Engine;

namespace TinyTransformerLab.Browser.Tests.Page;

/// <summary>An exported page, opened from a file as a person would, ready to be used.</summary>
internal sealed partial class ExportedPage : IAsyncDisposable
{
    private readonly WatchedPage watched;
    private readonly string path;

    private ExportedPage(WatchedPage watched, string path) =>
        (this.watched, this.path) = (watched, path);

    public IPage Page => watched.Page;

    public IReadOnlyCollection<string> Requests => watched.Requests;

    /// <summary>Opens the page of a model of <see cref="Recorded"/>.</summary>
    /// <param name="browser">Where.</param>
    /// <param name="options">Size, colour scheme, …</param>
    /// <param name="model">The model's name.</param>
    /// <param name="edit">Changes the file first.</param>
    /// <param name="hasScript">Whether scripts run; if so, the page is ready when this returns.</param>
    /// <param name="checksItself">Whether it compares script and C#, as soon as the browser has nothing else to do. That takes longer than
    /// everything else that a page does at first.</param>
    public static async Task<ExportedPage> Open(
        BrowserFixture browser,
        BrowserNewContextOptions? options = null,
        string model = "usual",
        Func<string, string>? edit = null,
        bool hasScript = true,
        bool checksItself = false
    )
    {
        var html = Recorded.Of(model).Html;
        var path = Path.Combine(Path.GetTempPath(), $"lab-{Guid.NewGuid():n}.html");
        await File.WriteAllTextAsync(path, edit is null ? html : edit(html));
        var page = new ExportedPage(await browser.Open(options), path);
        if (!checksItself)
        {
            await page.Page.AddInitScriptAsync("window.requestIdleCallback = () => 0;");
        }
        await page.Page.GotoAsync(new Uri(path).AbsoluteUri);
        if (hasScript)
        {
            await page.Page.WaitForSelectorAsync("html[data-ready]");
        }
        return page;
    }

    public ILocator Part(string id) => Page.Locator("#" + id);

    public async Task<string> Text(string id) => await Part(id).InnerTextAsync();

    /// <summary>Waits until a part says something.</summary>
    public Task Says(string id, string words) =>
        Assertions.Expect(Part(id)).ToContainTextAsync(words);

    /// <summary>Waits until a part is drawn with other content than before.</summary>
    public async Task<string> Changes(string id, Func<Task> act)
    {
        var before = await Part(id).InnerHTMLAsync();
        await act();
        await Page.WaitForFunctionAsync(
            "([id, before]) => document.getElementById(id).innerHTML !== before",
            new[] { id, before }
        );
        return await Text(id);
    }

    /// <summary>Chooses an option by its value, not by its text.</summary>
    public Task Choose(string id, string value) =>
        Part(id).SelectOptionAsync(new SelectOptionValue { Value = value });

    /// <summary>Goes to a control by its id and presses a key there.</summary>
    public async Task Press(string id, string key)
    {
        await Part(id).FocusAsync();
        await Page.Keyboard.PressAsync(key);
    }

    /// <summary>The largest difference that the page found between C# and script, once it has checked itself.</summary>
    public async Task<double> Parity()
    {
        await Page.WaitForSelectorAsync("#parity-badge[data-largest]");
        return double.Parse(
            (await Part("parity-badge").GetAttributeAsync("data-largest"))!,
            System.Globalization.CultureInfo.InvariantCulture
        );
    }

    /// <summary>Changes one weight of the last snapshot in the file.</summary>
    public static string Damage(string html)
    {
        var last = Weights().Matches(html)[^1];
        var at = last.Groups["data"].Index + 400;
        // The last byte of a number has its sign and most of its exponent.
        return html[..at] + "AACAPwAAgD8AAIA/AACAPwAAgD8AAIA/" + html[(at + 32)..];
    }

    public async ValueTask DisposeAsync()
    {
        await watched.DisposeAsync();
        File.Delete(path);
        Assert.Empty(watched.Complaints);
    }

    [GeneratedRegex("\"weights\":\"(?<data>[A-Za-z0-9+/=]+)\"")]
    private static partial Regex Weights();
}
