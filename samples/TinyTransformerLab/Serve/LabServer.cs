using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace TinyTransformerLab;

/// <summary>The live lab on this computer's loopback address: a page that watches the C# engine train.</summary>
internal sealed partial class LabServer : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly WebApplication application;
    private readonly LoopbackSockets sockets;
    private readonly Watchers watchers;
    private int isDisposed;

    private LabServer(
        WebApplication application,
        LoopbackSockets sockets,
        LabRunner runner,
        Watchers watchers,
        Gate gate
    )
    {
        (this.application, this.sockets, this.watchers) = (application, sockets, watchers);
        (Runner, Gate, Port) = (runner, gate, sockets.Port);
    }

    /// <summary>The port that it listens at.</summary>
    public int Port { get; }

    /// <summary>Whether it listens at ::1, too.</summary>
    public bool HasIPv6 => sockets.EndPoints.Count() == 2;

    /// <summary>Pages that watch now.</summary>
    public int WatcherCount => watchers.Count;

    /// <summary>The address to open, with the token of this run.</summary>
    public string Address =>
        string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/?token={Gate.Token}");

    /// <summary>The thread that trains.</summary>
    public LabRunner Runner { get; }

    /// <summary>Who gets in.</summary>
    public Gate Gate { get; }

    /// <summary>Opens the port, builds the session, and listens.</summary>
    /// <exception cref="ArgumentException">A setting is impossible.</exception>
    /// <exception cref="IOException">The port is taken, or the data file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The data file is not text, or holds too little.</exception>
    public static async Task<LabServer> Start(LabServerSettings settings)
    {
        var sockets = new LoopbackSockets(settings.Port);
        LabRunner? runner = null;
        try
        {
            runner = new LabRunner(settings.Config, settings.Clock, settings.Report);
            var watchers = new Watchers(settings.Grace, settings.Clock, runner.PauseSoon);
            var gate = new Gate(sockets.Port);
            var application = Create(sockets);
            var site = new LabSite(
                settings,
                gate,
                new LabApi(runner, watchers),
                new EventStream(runner, watchers, settings.Clock),
                application.Lifetime.ApplicationStopping
            );
            application.Run(site.Answer);
            await application.StartAsync();
            return new LabServer(application, sockets, runner, watchers, gate);
        }
        catch
        {
            runner?.Dispose();
            sockets.Dispose();
            throw;
        }
    }

    /// <summary>Ends the event streams, closes the port, and stops training.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 1)
        {
            return;
        }
        using var patience = new CancellationTokenSource(Farewell);
        await application.StopAsync(patience.Token);
        watchers.Dispose();
        Runner.Dispose();
        await application.DisposeAsync();
        sockets.Dispose();
    }

    // An empty builder: no configuration files, no environment variables, no logging. What it does stands here.
    private static WebApplication Create(LoopbackSockets sockets)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<SocketTransportOptions>(options =>
            options.CreateBoundListenSocket = sockets.At
        );
        builder.Services.Configure<KestrelServerOptions>(options =>
        {
            foreach (var endPoint in sockets.EndPoints)
            {
                options.Listen(endPoint, listen => listen.Protocols = HttpProtocols.Http1);
            }
            options.AddServerHeader = false;
            Limit(options.Limits);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        return builder.Build();
    }

    // Enough for the pages that may watch and what they ask at the same time. What stalls (headers, a body, a page that does not read) is cut
    // off: for bodies and answers by Kestrel's own least rates.
    private static void Limit(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = 8 * Watchers.Most;
        limits.MaxRequestLineSize = 4 * 1024;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        // More than is taken: a client that sends somewhat too much can still be told so, for what it sends is read and thrown away.
        limits.MaxRequestBodySize = 4 * LabApi.MostTextBytes;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
    }

    /// <summary>Leaves Ctrl+C to the command: a server that is started by a test must not take it.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
