using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyAutograd.Samples.Tests;

/// <summary>The samples that read and draw digits.</summary>
[Collection(nameof(SampleRuns))]
public class DigitTests(SampleRuns runs)
{
    [Fact]
    public void ConvolutionalDigits_are_read()
    {
        var sample = runs["ConvolutionalDigits"];
        var accuracy = sample.Number(@"^accuracy ([\d.]+) of 1,000 examples$");
        Assert.InRange(accuracy, 0.97, 1);
        var losses = sample.Numbers(@"^epoch \d: loss ([\d.]+)$");
        Assert.Equal(8, losses.Length);
        Assert.True(losses[^1][0] < losses[0][0] / 5);
        // the confusions: a hundred of each digit were drawn, and the diagonal is what was read rightly
        var rows = Regex
            .Matches(
                sample.Output,
                @"^\d +(?: +(\d+)){10} +[\d.]+ +[\d.]+ +[\d.]+$",
                RegexOptions.Multiline
            )
            .Select(row => row.Groups[1].Captures.Select(cell => Count(cell)).ToArray())
            .ToArray();
        Assert.Equal(10, rows.Length);
        Assert.All(rows, row => Assert.Equal(100, row.Sum()));
        Assert.Equal(accuracy, rows.Select((row, digit) => row[digit]).Sum() / 1000.0, 1e-9);

        static int Count(Capture cell) => int.Parse(cell.Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void ConvolutionalDigits_have_running_values_beside_their_parameters()
    {
        var output = runs["ConvolutionalDigits"].Output;
        // 8·9 + 2·8 + 16·8·9 + 2·16 + 144·10 + 10
        Assert.StartsWith("Sequential · 2,722 parameters", output[output.IndexOf("Seq")..]);
        Assert.Contains("running_var (16) · buffer of 16", output);
    }

    [Fact]
    public void VariationalAutoencoder_improves_its_bound_beyond_what_needs_no_code()
    {
        var sample = runs["VariationalAutoencoder"];
        var without = sample.Number(@"^without a code: (-[\d.]+) nats");
        var rows = sample.Numbers(@"^step +(\d+): bound (-[\d.]+) nats, of which code (-[\d.]+)$");
        Assert.Equal(9, rows.Length);
        Assert.True(rows[0][1] < without); // nothing is learned yet
        Assert.True(rows[1][1] > rows[0][1]);
        Assert.True(rows[^1][1] > rows[1][1]);
        Assert.True(rows[^1][1] > without + 10);
        Assert.All(rows, row => Assert.True(row[2] <= 0)); // a divergence is not negative
        Assert.True(rows[^1][2] < -1); // and the code says something in the end
    }

    [Fact]
    public void VariationalAutoencoder_draws_digits_and_what_it_makes_up_looks_like_ink_on_paper()
    {
        var pictures = Regex
            .Matches(
                runs["VariationalAutoencoder"].Output,
                "^(?:[·░▒▓█]{14}(?:  )?){5}$",
                RegexOptions.Multiline
            )
            .Select(line => line.Value)
            .Chunk(14)
            .ToArray();
        Assert.Equal(4, pictures.Length);
        var originals = Ink(pictures[0]);
        var again = Ink(pictures[1]);
        for (var digit = 0; digit < 5; digit++)
        {
            // nine of ten pixels are the same paper or ink
            var same = originals[digit].Zip(again[digit]).Count(pair => pair.First == pair.Second);
            Assert.InRange(same, 176, 196);
            // and what is made up has as much ink as digits have, in one place
            Assert.InRange(Ink(pictures[2])[digit].Count(isInk => isInk), 15, 80);
        }

        static bool[][] Ink(string[] picture) =>
            [
                .. Enumerable
                    .Range(0, 5)
                    .Select(digit =>
                        picture
                            .SelectMany(line => line.Substring(16 * digit, 14))
                            .Select(pixel => "▒▓█".Contains(pixel))
                            .ToArray()
                    ),
            ];
    }
}
