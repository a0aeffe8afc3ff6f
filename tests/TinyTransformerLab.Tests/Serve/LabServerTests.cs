using System.Net;
using System.Net.Sockets;

namespace TinyTransformerLab.Tests.Serve;

public sealed class LabServerTests
{
    [Fact]
    public async Task It_listens_at_the_loopback_addresses_only()
    {
        await using var lab = await ServedLab.Start();
        var listeners = System
            .Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties()
            .GetActiveTcpListeners()
            .Where(endPoint => endPoint.Port == lab.Server.Port)
            .ToArray();
        Assert.NotEmpty(listeners);
        Assert.All(listeners, endPoint => Assert.True(IPAddress.IsLoopback(endPoint.Address)));
    }

    [Fact]
    public async Task With_ipv6_it_answers_at_both_addresses()
    {
        await using var lab = await ServedLab.Start();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add(Gate.TokenHeader, lab.Server.Gate.Token);
        if (!lab.Server.HasIPv6)
        {
            // No IPv6 on this computer, or the port is taken there: nobody may answer in our place unnoticed.
            Assert.DoesNotContain(
                lab.Server.Gate.Token,
                lab.Server.Address[..20],
                StringComparison.Ordinal
            );
            return;
        }
        var text = await client.GetStringAsync($"http://[::1]:{lab.Server.Port}/api/lab");
        Assert.StartsWith("{\"build\":1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_one_clear_error()
    {
        var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var error = await Assert.ThrowsAsync<IOException>(() =>
            ServedLab.Start(ServedLab.Settings with { Port = port })
        );
        Assert.Equal(
            $"Port {port} of 127.0.0.1 is taken by another program. Choose another --port, or 0 for any free one.",
            error.Message
        );
        taken.Stop();
        await using var lab = await ServedLab.Start(ServedLab.Settings with { Port = port });
        Assert.Equal(port, lab.Server.Port);
    }

    [Fact]
    public async Task A_port_that_does_not_exist_and_data_that_cannot_be_read_are_refused()
    {
        foreach (var port in new[] { -1, 65_536 })
        {
            await Assert.ThrowsAsync<ArgumentException>(() =>
                ServedLab.Start(ServedLab.Settings with { Port = port })
            );
        }
        var missing = SmallLab.Config with { DataPath = "no such file.txt" };
        await Assert.ThrowsAsync<FileNotFoundException>(() =>
            ServedLab.Start(ServedLab.Settings with { Config = missing })
        );
    }

    [Fact]
    public async Task It_ends_cleanly_with_open_streams_while_training()
    {
        var lab = await ServedLab.Start();
        using var one = await lab.Watch();
        using var two = await lab.Watch();
        await lab.Ask("/api/run", "{}");
        await lab.Server.DisposeAsync().AsTask().WaitAsync(SmallLab.Patience);
        foreach (var events in new[] { one, two })
        {
            while (await events.Next() is not null) { } // to its end, which is no error
        }
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() =>
            client.ConnectAsync(IPAddress.Loopback, lab.Server.Port)
        );
        await lab.DisposeAsync();
    }

    [Fact]
    public async Task As_a_command_it_prints_its_address_and_how_to_stop_and_ends_with_0()
    {
        using var end = new CancellationTokenSource();
        using var output = new StringWriter();
        var run = Task.Run(() =>
            LabServer.Run(ServedLab.Settings, TextWriter.Synchronized(output), end.Token)
        );
        await SmallLab.Until(() =>
            run.IsCompleted || output.ToString().Contains("Ctrl+C", StringComparison.Ordinal)
        );
        var address = output
            .ToString()
            .Split('\n')
            .Single(line => line.Contains("http", StringComparison.Ordinal))
            .Trim();
        Assert.Matches(@"^http://127\.0\.0\.1:\d+/\?token=[0-9a-f]{32}$", address);
        using var client = new HttpClient();
        Assert.Equal(ServedLab.Html, await client.GetStringAsync(new Uri(address)));
        await end.CancelAsync();
        Assert.Equal(0, await run.WaitAsync(SmallLab.Patience));
    }

    [Fact]
    public void A_page_without_a_policy_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new LivePage("<!doctype html><title>Lab</title>"));
        Assert.Equal(ServedLab.Policy, new LivePage(ServedLab.Html).Policy);
    }
}
