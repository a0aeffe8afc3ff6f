using System.Text.Json;

namespace TinyTransformerLab.Browser.Tests.Engine;

/// <summary>A blank page with the scripts of the recorded lab, and the data of one recording: <c>data</c>, <c>lab</c> and <c>compare</c>.</summary>
internal sealed class EnginePage : IAsyncDisposable
{
    private static readonly string[] Scripts =
    [
        "tiny-gpt.js",
        "lab-trick.js",
        "lab-views.js",
        "recorded.js",
    ];

    private readonly WatchedPage watched;

    private EnginePage(WatchedPage watched) => this.watched = watched;

    public static async Task<EnginePage> Open(BrowserFixture browser, string json)
    {
        var page = new EnginePage(await browser.Open());
        foreach (var script in Scripts)
        {
            await page.watched.Page.AddScriptTagAsync(new() { Content = Read(script) });
        }
        await page.Get<bool>(
            "text => { globalThis.data = JSON.parse(text); globalThis.lab = RecordedLab.create(data); return true; }",
            json
        );
        return page;
    }

    /// <summary>What a function of the page returns, as JSON; the argument arrives as the text that it is.</summary>
    public async Task<T> Get<T>(string function, string argument = "") =>
        JsonSerializer.Deserialize<T>(
            await watched.Page.EvaluateAsync<string>(
                $"async text => JSON.stringify(await ({function})(text))",
                argument
            ),
            LabJson.Options
        )!;

    /// <summary>How a record that the page computes differs from that of the C# engine.</summary>
    /// <param name="expected">The C# engine's record.</param>
    /// <param name="expression">Asks for the page's; it may wait.</param>
    public Task<Difference> Compare<TRecord>(TRecord expected, string expression) =>
        Get<Difference>(
            $"async text => RecordedLab.compare(JSON.parse(text), await {expression})",
            LabJson.Text(expected)
        );

    /// <summary>The message with which an expression is refused.</summary>
    public Task<string> Refusal(string expression) =>
        Get<string>(
            $"async () => {{ try {{ await {expression}; }} catch (error) {{ return error.message; }} return 'not refused'; }}"
        );

    public async ValueTask DisposeAsync()
    {
        await watched.DisposeAsync();
        Assert.Empty(watched.Complaints);
    }

    private static string Read(string name)
    {
        using var stream = typeof(LabSession).Assembly.GetManifestResourceStream($"Page.{name}");
        using var reader = new StreamReader(stream!);
        return reader.ReadToEnd();
    }
}

/// <summary>What <c>RecordedLab.compare</c> found.</summary>
/// <param name="Largest">The largest difference of two numbers; null (infinite) if anything else differs.</param>
/// <param name="Where">Where it is.</param>
/// <param name="Count">How many numbers were compared.</param>
internal sealed record Difference(double? Largest, string Where, int Count)
{
    public void RequireBelow(double limit, int leastCount)
    {
        Assert.True(Count >= leastCount, $"Only {Count} numbers were compared.");
        Assert.True(Largest < limit, $"{Where}: {Largest?.ToString("g3") ?? "not alike"}");
    }
}
