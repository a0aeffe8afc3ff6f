using System.Net;
using System.Text.Json;

namespace TinyTransformerLab.Tests.Serve;

/// <summary>An open event stream, read event by event.</summary>
internal sealed class Events : IDisposable
{
    private readonly HttpResponseMessage response;
    private readonly StreamReader reader;

    private Events(HttpResponseMessage response, StreamReader reader) =>
        (this.response, this.reader) = (response, reader);

    public static async Task<Events> Open(HttpClient client, string token)
    {
        var response = await client.GetAsync(
            $"/events?token={token}",
            HttpCompletionOption.ResponseHeadersRead
        );
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new Events(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<(string Name, JsonElement Data)?> Next()
    {
        string? name = null;
        while (await reader.ReadLineAsync().WaitAsync(SmallLab.Patience) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line["event: ".Length..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return (name!, JsonDocument.Parse(line["data: ".Length..]).RootElement);
            }
        }
        return null;
    }

    /// <summary>All events up to the first that is looked for, this one included.</summary>
    public async Task<List<(string Name, JsonElement Data)>> Until(
        Func<string, JsonElement, bool> isFound
    )
    {
        var events = new List<(string Name, JsonElement Data)>();
        do
        {
            events.Add(await Next() ?? throw new EndOfStreamException());
        } while (!isFound(events[^1].Name, events[^1].Data));
        return events;
    }

    /// <summary>All events up to the state that is looked for.</summary>
    public Task<List<(string Name, JsonElement Data)>> UntilState(
        Func<JsonElement, bool> isFound
    ) => Until((name, data) => name == "state" && isFound(data));
}
