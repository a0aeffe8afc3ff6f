using System.Collections.Concurrent;

namespace TinyTransformerLab.Browser.Tests.Live;

/// <summary>The live page of a server in this process, in tabs of one browser context.</summary>
internal sealed class LiveLabPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>A model so small that a step takes well under a millisecond, with a schedule that no test comes to the end of.</summary>
    public static LabConfig Config { get; } =
        new()
        {
            LayerCount = 1,
            HeadCount = 2,
            ChannelCount = 8,
            Training = new TrainingOptions
            {
                Steps = 100_000,
                BatchSize = 4,
                WarmUpSteps = 10,
            },
            Seed = 7,
        };

    private readonly WatchedPage watched;
    private readonly ConcurrentQueue<Exception> reported;

    private LiveLabPage(LabServer server, WatchedPage watched, ConcurrentQueue<Exception> reported)
    {
        (Server, this.watched, this.reported) = (server, watched, reported);
    }

    public LabServer Server { get; private set; }

    public IPage Tab => watched.Page;

    public IReadOnlyCollection<string> Complaints => watched.Complaints;

    public LabSnapshot Latest => Server.Runner.Latest;

    public static async Task<LiveLabPage> Open(
        BrowserFixture browser,
        TimeSpan? grace = null,
        BrowserNewContextOptions? options = null
    )
    {
        var reported = new ConcurrentQueue<Exception>();
        var server = await Serve(reported, grace, port: 0);
        var lab = new LiveLabPage(server, await browser.Open(options), reported);
        await lab.Tab.GotoAsync(server.Address);
        await Ready(lab.Tab);
        return lab;
    }

    /// <summary>Another tab beside the first.</summary>
    public async Task<IPage> OpenTab()
    {
        var tab = await Tab.Context.NewPageAsync();
        await tab.GotoAsync(Server.Address);
        await Ready(tab);
        return tab;
    }

    /// <summary>Ends the program behind the page, and starts another at the same port.</summary>
    public async Task Restart()
    {
        await Server.DisposeAsync();
        Server = await Serve(reported, grace: null, Server.Port);
    }

    /// <summary>Waits until the page is drawn and its panels have their answers.</summary>
    public static async Task Ready(IPage tab) =>
        await Assertions
            .Expect(tab.Locator("html[data-ready=true]"))
            .ToBeAttachedAsync(new() { Timeout = (float)Patience.TotalMilliseconds });

    /// <summary>Waits until an expression of the page is true. The page's policy forbids a script to evaluate text, so this asks from outside.</summary>
    public static async Task Until(IPage tab, string expression)
    {
        using var end = new CancellationTokenSource(Patience);
        while (
            !await tab.EvaluateAsync<bool>(
                $"() => {{ const lab = LabPage.lab, run = lab.run, state = run.state; return {expression}; }}"
            )
        )
        {
            await Task.Delay(20, end.Token);
        }
    }

    public Task Until(string expression) => Until(Tab, expression);

    /// <summary>Waits until something is true of the server.</summary>
    public static async Task Until(Func<bool> holds)
    {
        using var end = new CancellationTokenSource(Patience);
        while (!holds())
        {
            await Task.Delay(10, end.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await watched.DisposeAsync();
        await Server.DisposeAsync();
        Assert.Empty(reported);
    }

    private static Task<LabServer> Serve(
        ConcurrentQueue<Exception> reported,
        TimeSpan? grace,
        int port
    )
    {
        var settings = new LabServerSettings
        {
            Config = Config,
            Page = new LivePage(LabPage.Live()),
            Port = port,
            Report = reported.Enqueue,
        };
        return LabServer.Start(grace is { } time ? settings with { Grace = time } : settings);
    }
}
