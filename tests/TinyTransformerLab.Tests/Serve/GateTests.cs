using System.Net;

namespace TinyTransformerLab.Tests.Serve;

public sealed class GateTests : IAsyncLifetime
{
    private ServedLab lab = null!;

    public async Task InitializeAsync() => lab = await ServedLab.Start();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    private string Host => $"Host: 127.0.0.1:{lab.Server.Port}";

    private string Token => lab.Server.Gate.Token;

    private string TokenLine => $"X-Lab-Token: {Token}";

    [Fact]
    public void The_token_has_128_bits_and_is_of_this_run()
    {
        Assert.Matches("^[0-9a-f]{32}$", Token);
        Assert.NotEqual(Token, new Gate(lab.Server.Port).Token);
        Assert.Equal($"http://127.0.0.1:{lab.Server.Port}/?token={Token}", lab.Server.Address);
    }

    [Fact]
    public async Task The_page_needs_the_token_in_its_address()
    {
        var (status, page) = await lab.Raw($"GET /?token={Token} HTTP/1.1", Host);
        Assert.Equal(200, status);
        Assert.EndsWith(ServedLab.Html, page, StringComparison.Ordinal);
        string[] wrong = ["/", "/?token=", $"/?token={Token[..31]}", $"/?token={Token}0"];
        string[] alsoWrong = [$"/?token={Token}&token={Token}", $"/?token={new string('0', 32)}"];
        foreach (var path in wrong.Concat(alsoWrong))
        {
            var (refused, door) = await lab.Raw($"GET {path} HTTP/1.1", Host, TokenLine);
            Assert.Equal(403, refused);
            Assert.Contains("opens at the address with the token", door, StringComparison.Ordinal);
            Assert.DoesNotContain(Token, door, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Everything_else_needs_the_token_in_a_header_and_the_events_in_their_address()
    {
        Assert.Equal(200, (await lab.Raw("GET /api/lab HTTP/1.1", Host, TokenLine)).Status);
        string[][] refused =
        [
            ["GET /api/lab HTTP/1.1", Host],
            [$"GET /api/lab?token={Token} HTTP/1.1", Host],
            ["GET /api/lab HTTP/1.1", Host, "X-Lab-Token: "],
            ["GET /api/lab HTTP/1.1", Host, TokenLine + "0"],
            ["GET /api/lab HTTP/1.1", Host, TokenLine, TokenLine],
            ["GET /nothing HTTP/1.1", Host],
            ["GET /favicon.ico HTTP/1.1", Host],
            ["POST /api/run HTTP/1.1", Host, "Content-Type: application/json", "Content-Length: 0"],
            ["GET /events HTTP/1.1", Host, TokenLine],
            [$"GET /events?token={Token[1..]} HTTP/1.1", Host],
        ];
        foreach (var lines in refused)
        {
            var (status, answer) = await lab.Raw(lines);
            Assert.True(status == 403, $"{lines[0]}: {answer}");
            Assert.Contains("\"error\":", answer, StringComparison.Ordinal);
        }
        Assert.False(lab.Runner.Latest.IsRunning);
    }

    [Fact]
    public async Task Only_loopback_hosts_with_this_port_are_answered()
    {
        var port = lab.Server.Port;
        string[] own =
        [
            $"127.0.0.1:{port}",
            $"localhost:{port}",
            $"LOCALHOST:{port}",
            $"[::1]:{port}",
        ];
        foreach (var host in own)
        {
            var (status, _) = await lab.Raw("GET /api/lab HTTP/1.1", $"Host: {host}", TokenLine);
            Assert.Equal(200, status);
        }
        string[] foreign =
        [
            "127.0.0.1",
            "localhost",
            $"localhost:{port + 1}",
            $"evil.example:{port}",
            $"127.0.0.1.evil.example:{port}",
            $"localhost.:{port}",
            $"0.0.0.0:{port}",
            $"127.0.0.2:{port}",
            $"[::ffff:127.0.0.1]:{port}",
        ];
        foreach (var host in foreign)
        {
            foreach (var path in new[] { "/api/lab", $"/?token={Token}", $"/events?token={Token}" })
            {
                var (status, answer) = await lab.Raw(
                    $"GET {path} HTTP/1.1",
                    $"Host: {host}",
                    TokenLine
                );
                Assert.True(status == 421, $"{host}: {answer}");
            }
        }
        // Kestrel itself wants exactly one Host.
        Assert.Equal(400, (await lab.Raw("GET /api/lab HTTP/1.1", TokenLine)).Status);
        Assert.Equal(400, (await lab.Raw("GET /api/lab HTTP/1.1", Host, Host, TokenLine)).Status);
    }

    [Fact]
    public async Task Pages_of_other_origins_and_sites_are_refused()
    {
        var port = lab.Server.Port;
        string[] own =
        [
            $"Origin: http://127.0.0.1:{port}",
            "Sec-Fetch-Site: same-origin",
            "Sec-Fetch-Site: none",
        ];
        foreach (var line in own)
        {
            Assert.Equal(
                200,
                (await lab.Raw("GET /api/lab HTTP/1.1", Host, TokenLine, line)).Status
            );
        }
        string[] foreign =
        [
            "Origin: null",
            "Origin: ",
            "Origin: https://evil.example",
            $"Origin: https://127.0.0.1:{port}",
            $"Origin: http://127.0.0.1:{port + 1}",
            $"Origin: http://localhost:{port}", // this request was sent to 127.0.0.1
            $"Origin: http://127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site",
            "Sec-Fetch-Site: ",
        ];
        foreach (var line in foreign)
        {
            foreach (var path in new[] { "/api/lab", $"/?token={Token}", $"/events?token={Token}" })
            {
                var (status, answer) = await lab.Raw($"GET {path} HTTP/1.1", Host, TokenLine, line);
                Assert.True(status == 403, $"{line}: {answer}");
                Assert.DoesNotContain("Access-Control", answer, StringComparison.OrdinalIgnoreCase);
            }
        }
        var (preflight, allowed) = await lab.Raw(
            "OPTIONS /api/run HTTP/1.1",
            Host,
            "Origin: https://evil.example",
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: x-lab-token"
        );
        Assert.Equal(403, preflight);
        Assert.DoesNotContain("Access-Control", allowed, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Every_answer_forbids_storing_guessing_framing_and_foreign_content()
    {
        string[] paths = [$"/?token={Token}", "/api/lab", "/nothing", "/"];
        foreach (var path in paths)
        {
            using var answer = await lab.Client.GetAsync(path);
            Assert.Equal("no-store", One("Cache-Control"));
            Assert.Equal("nosniff", One("X-Content-Type-Options"));
            Assert.Equal("no-referrer", One("Referrer-Policy"));
            Assert.Equal("DENY", One("X-Frame-Options"));
            Assert.Equal("same-origin", One("Cross-Origin-Resource-Policy"));
            Assert.False(answer.Headers.Contains("Server"));
            Assert.Equal(
                path == "/" ? Door.Page.Policy : ServedLab.Policy,
                One("Content-Security-Policy")
            );

            string One(string name) => Assert.Single(answer.Headers.GetValues(name));
        }
    }

    [Fact]
    public async Task A_wrong_method_is_told_the_right_one()
    {
        string[][] wrong =
        [
            ["POST", $"/?token={Token}", "GET"],
            ["HEAD", $"/?token={Token}", "GET"],
            ["POST", $"/events?token={Token}", "GET"],
            ["POST", "/api/lab", "GET"],
            ["GET", "/api/run", "POST"],
            ["PUT", "/api/attend", "POST"],
            ["OPTIONS", "/api/attend", "POST"],
        ];
        foreach (var (method, path, right) in wrong.Select(row => (row[0], row[1], row[2])))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await lab.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
            Assert.Equal(right, Assert.Single(answer.Content.Headers.Allow));
        }
        using var nothing = await lab.Client.GetAsync("/api/nothing");
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }
}
