using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace TinyTransformerLab.Tests.Serve;

/// <summary>A server in this process, and a client that knows its token.</summary>
internal sealed class ServedLab : IAsyncDisposable
{
    /// <summary>A page as short as can be, in place of the lab's own.</summary>
    public const string Html =
        """<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; connect-src &#39;self&#39;"><title>Lab</title>""";

    public const string Policy = "default-src 'none'; connect-src 'self'";

    private ServedLab(LabServer server, ConcurrentQueue<Exception> reported)
    {
        (Server, Reported) = (server, reported);
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        Client.DefaultRequestHeaders.Add(Gate.TokenHeader, server.Gate.Token);
    }

    public LabServer Server { get; }

    public LabRunner Runner => Server.Runner;

    /// <summary>Errors that the server blames on itself.</summary>
    public ConcurrentQueue<Exception> Reported { get; }

    public HttpClient Client { get; }

    public static LabServerSettings Settings { get; } =
        new() { Config = SmallLab.Endless, Page = new LivePage(Html) };

    public static async Task<ServedLab> Start(LabServerSettings? settings = null)
    {
        var reported = new ConcurrentQueue<Exception>();
        return new ServedLab(
            await LabServer.Start((settings ?? Settings) with { Report = reported.Enqueue }),
            reported
        );
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        Assert.Empty(Reported);
    }

    /// <summary>Posts JSON and returns the answer, whatever its status.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Json)> Post(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await Post(path, content);
    }

    /// <summary>Posts anything and returns the answer, which is JSON in any case.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Json)> Post(
        string path,
        HttpContent content
    )
    {
        using var answer = await Client.PostAsync(path, content);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Posts JSON that is right, and returns the answer's text.</summary>
    public async Task<string> Ask(string path, string json)
    {
        var (status, answer) = await Post(path, json);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {status}, {answer}");
        return answer.GetRawText();
    }

    /// <summary>Posts JSON that is refused, and returns the sentence that says why.</summary>
    public async Task<string> Refused(
        string path,
        string json,
        HttpStatusCode status = HttpStatusCode.BadRequest
    )
    {
        var (given, answer) = await Post(path, json);
        Assert.True(given == status, $"{path}: {given}, {answer}");
        return answer.GetProperty("error").GetString()!;
    }

    /// <summary>Opens the event stream.</summary>
    public async Task<Events> Watch() => await Events.Open(Client, Server.Gate.Token);

    /// <summary>Sends exactly these header lines, and returns the status and the whole answer.</summary>
    public async Task<(int Status, string Answer)> Raw(params string[] lines)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Server.Port);
        var stream = client.GetStream();
        var request = string.Join("\r\n", [.. lines, "Connection: close", "", ""]);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync().WaitAsync(SmallLab.Patience);
        return (int.Parse(answer.Split(' ')[1]), answer);
    }
}
