using System.Text.Json;

namespace TinyAutograd.Benchmarks.Tests;

/// <summary>Every command runs and prints what it promises. What it measured is not judged.</summary>
public class BenchmarkCommandsTests
{
    private const string Short = "0.01";

    [Fact]
    public void Limits_gives_both_limits_for_each_number_of_threads()
    {
        var lines = Run("limits --threads 1");
        var line = Assert.Single(lines);
        Positive(line, "gflops", "readGigabytesPerSecond", "lanes");
        Assert.Equal(1, Number(line, "threads"));
    }

    [Fact]
    public void Gemm_gives_a_line_per_shape_and_variant()
    {
        var lines = Run("gemm --shapes 8x8x8,5x17x3 --variants NN,NT,TN --threads 2");
        Assert.Equal(6, lines.Count(line => Type(line) == "gemm"));
        Assert.All(
            lines,
            line => Positive(line, "microseconds", "gflops", "peakGflops", "shareOfPeak")
        );
        Assert.Equal("5x17x3", lines[^1].GetProperty("shape").GetString());
    }

    [Fact]
    public void Gemm_gives_the_three_products_of_a_linear_layer()
    {
        var lines = Run("gemm --layers 7x5x3 --heads 9x4x2 --seconds 0.1");
        Assert.Equal(
            [
                "forward NN 7x5x3",
                "dX NT 7x3x5",
                "dW TN 3x5x7",
                "forward NT 9x4x2",
                "dX NN 9x2x4",
                "dW TN 4x2x9",
            ],
            lines.Select(line =>
                string.Join(
                    ' ',
                    new[] { "of", "variant", "shape" }.Select(name =>
                        line.GetProperty(name).GetString()
                    )
                )
            )
        );
    }

    [Fact]
    public void Tape_gives_time_and_bytes_per_entry()
    {
        var lines = Run("tape");
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Positive(line, "entries", "bytesPerEntry"));
    }

    [Fact]
    public void Step_trains_and_gives_its_costs()
    {
        var line = Assert.Single(Run("step --config lab-tiny-b1 --seconds 0.1"));
        Assert.Equal("lab-tiny-b1", line.GetProperty("config").GetString());
        Positive(line, "ms", "tokensPerSecond", "peakMegabytes", "shareOfPeak", "entries");
        Assert.Equal(26_848, Number(line, "weights"));
        Assert.Equal(Math.Log(27), Number(line, "firstLoss"), tolerance: 0.1);
        Assert.True(Number(line, "lastLoss") < 2.5, "A loss far below ln V: it learns.");
    }

    [Fact]
    public void Soak_trains_on_and_shows_what_lives()
    {
        var lines = Run("soak --config lab-tiny-b1 --seconds 1");
        Assert.Equal(20, lines.Length);
        Assert.All(lines, line => Positive(line, "steps", "liveMegabytes", "workingSetMegabytes"));
        Assert.True(Number(lines[^1], "steps") > Number(lines[0], "steps"));
    }

    [Fact]
    public void Decode_gives_time_per_token_and_share_of_bandwidth()
    {
        var line = Assert.Single(Run("decode --config lab-mid --tokens 8"));
        Positive(line, "msPerToken", "tokensPerSecond", "shareOfBandwidth");
        Assert.Equal(8, Number(line, "tokens"));
    }

    [Fact]
    public void Generate_gives_time_per_token_for_each_way_to_draw()
    {
        var lines = Run("generate --config lab-mid --tokens 8");
        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.Equal(8, Number(line, "tokens")));
        Assert.All(lines, line => Assert.InRange(Number(line, "allocatedBytesPerToken"), 0, 1000));
        Assert.Equal("greedy", lines[0].GetProperty("way").GetString());
    }

    [Fact]
    public void Tokenizer_gives_a_line_per_text_and_size_and_new_words_are_harder()
    {
        var lines = Run("tokenizer --megabytes 0.01,0.02 --vocabulary 400");
        Assert.Equal(
            ["prose", "prose", "new-words", "new-words"],
            lines.Select(line => line.GetProperty("text").GetString())
        );
        Assert.Equal([0.01, 0.02, 0.01, 0.02], lines.Select(line => Number(line, "megabytes")));
        foreach (var line in lines)
        {
            Positive(
                line,
                "bestTrainMegabytesPerSecond",
                "bestEncodeMegabytesPerSecond",
                "bestDecodeMegabytesPerSecond"
            );
            Assert.Equal(400, Number(line, "vocabulary"));
        }
        Assert.True(Number(lines[1], "bytesPerToken") > 1.5 * Number(lines[3], "bytesPerToken"));
    }

    [Fact]
    public void Scaling_varies_each_size_by_each_factor()
    {
        var lines = Run("scaling --config lab-tiny-b1 --factors 1,2");
        Assert.Equal(
            ["batch", "context", "width", "layers"],
            lines.Select(line => line.GetProperty("varied").GetString()!).Distinct()
        );
        Assert.Equal(8, lines.Length);
        Assert.All(lines, line => Positive(line, "ms", "microsecondsPerToken"));
    }

    [Fact]
    public void Micro_gives_a_line_per_kernel()
    {
        var lines = Run("micro --dry --filter softmax");
        Assert.Equal("Softmax", Assert.Single(lines).GetProperty("kernel").GetString());
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_peer_with_other_losses_gets_an_error_instead_of_a_ratio()
    {
        // Answers every question with a loss of 1 for each step.
        var peer = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.sh");
        File.WriteAllText(
            peer,
            """
            #!/bin/sh
            echo '{"version": "1"}'
            while read -r work path threads count; do
              ones=$(seq -s, "$count" | sed 's/[0-9]*/1/g')
              echo "{\"values\": [$ones], \"milliseconds\": [$ones]}"
            done
            """
        );
        try
        {
            File.SetUnixFileMode(peer, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            var output = new StringWriter();
            Assert.Equal(
                1,
                BenchmarkCommands.Run(
                    ["compare", "--configs", "lab-tiny-b1", "--python", peer, "--json"],
                    output
                )
            );
            var line = JsonDocument.Parse(output.ToString()).RootElement;
            Assert.Equal("error", Type(line));
            Assert.Equal(21, line.GetProperty("peers").GetArrayLength());
            Assert.True(Number(line, "largestRelativeDifference") > 1);
            Assert.False(line.TryGetProperty("ratio", out _));
        }
        finally
        {
            File.Delete(peer);
        }
    }

    [Theory]
    [InlineData("step --config nonsense")]
    [InlineData("gemm --shapes 3x4")]
    [InlineData("gemm --variants XX --shapes 3x3x3")]
    [InlineData("scaling --factors 0")]
    [InlineData("decode --config lab-mid --tokens 9")]
    [InlineData("generate --config lab-mid --tokens 9")]
    [InlineData("tokenizer --megabytes 0")]
    [InlineData("tokenizer --megabytes many")]
    [InlineData("tokenizer --vocabulary 5")]
    [InlineData("limits --threads 0")]
    [InlineData("limits --seconds -1")]
    [InlineData("compare --peers nobody")]
    [InlineData("compare --python no-such-interpreter")]
    [InlineData("lab --browser no-such-browser")]
    [InlineData("lab --seconds 0")]
    [InlineData("nonsense")]
    public void A_mistake_on_the_command_line_is_an_error_and_prints_no_result(string command)
    {
        var output = new StringWriter();
        Assert.Equal(1, BenchmarkCommands.Run(command.Split(' '), output));
        Assert.DoesNotContain("{\"type\":\"compare\"", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Help_of_lab_names_what_it_measures_and_the_browser_to_use()
    {
        var output = new StringWriter();
        Assert.Equal(0, BenchmarkCommands.Run(["lab", "--help"], output));
        var help = output.ToString();
        Assert.Contains("loading", help, StringComparison.Ordinal);
        Assert.Contains("redrawing", help, StringComparison.Ordinal);
        Assert.Contains("--browser", help, StringComparison.Ordinal);
    }

    private static JsonElement[] Run(string command)
    {
        var output = new StringWriter();
        string[] arguments = [.. command.Split(' '), "--json"];
        if (!command.Contains("--seconds", StringComparison.Ordinal))
        {
            arguments = [.. arguments, "--seconds", Short];
        }
        Assert.Equal(0, BenchmarkCommands.Run(arguments, output));
        return
        [
            .. output
                .ToString()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];
    }

    private static string Type(JsonElement line) => line.GetProperty("type").GetString()!;

    private static double Number(JsonElement line, string name) =>
        line.GetProperty(name).GetDouble();

    private static void Positive(JsonElement line, params string[] names) =>
        Assert.All(names, name => Assert.True(Number(line, name) > 0, $"{name} in {line}"));
}
