using System.Collections.Concurrent;

namespace TinyTransformerLab.Browser.Tests;

/// <summary>A page whose complaints and requests are kept.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly ConcurrentQueue<string> requests = new();

    internal WatchedPage(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Enqueue($"console {message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => complaints.Enqueue($"uncaught: {error}");
        page.Request += (_, request) => requests.Enqueue(request.Url);
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, and exceptions that nobody caught, so far.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>The addresses that were asked for, so far; the page's own among them.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    public async ValueTask DisposeAsync() => await context.CloseAsync();
}
