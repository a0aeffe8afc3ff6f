using System.Net;
using System.Net.Sockets;

namespace TinyTransformerLab.Tests.Serve;

public sealed class ServeCommandTests
{
    [Fact]
    public void Ctrl_C_ends_it_with_success()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // there a test cannot press Ctrl+C for another process
        }
        var result = Lab.Interrupt("Ctrl+C", "serve", "--port", "0");
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
        Assert.Matches(@"http://127\.0\.0\.1:\d+/\?token=[0-9a-f]{32}\n", result.Output);
    }

    [Fact]
    public void A_taken_port_or_data_that_cannot_be_read_is_one_line()
    {
        var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = $"{((IPEndPoint)taken.LocalEndpoint).Port}";
        Refused($"Port {port} of 127.0.0.1 is taken", "serve", "--port", port);
        Refused("--port", "serve", "--port", "70000");
        Refused("no such file.txt", "serve", "--port", "0", "--data", "no such file.txt");

        static void Refused(string words, params string[] arguments)
        {
            var result = Lab.Run(arguments);
            Assert.Equal(1, result.ExitCode);
            Assert.Empty(result.Output);
            Assert.Contains(words, result.Error, StringComparison.Ordinal);
            Assert.Single(result.Error.TrimEnd().Split('\n'));
        }
    }

    [Fact]
    public void The_lab_s_own_page_is_served_with_the_policy_that_it_declares() =>
        Assert.Equal(LabPage.LivePolicy, new LivePage(LabPage.Live()).Policy);
}
