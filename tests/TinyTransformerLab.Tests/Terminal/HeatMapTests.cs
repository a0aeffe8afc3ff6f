using Spectre.Console;

namespace TinyTransformerLab.Tests;

public sealed class HeatMapTests
{
    private static readonly string[] Tokens = ["·", "a", "b"];

    private static readonly double[][] Values =
    [
        [1, 0, 0],
        [0.25, 0.75, 0],
        [0, 0.004, 0.996],
    ];

    [Fact]
    public void The_forbidden_triangle_is_hatched_and_zero_is_a_number()
    {
        var lines = Map(Drawn.Plain(80)).Draw(Drawn.Plain(80), 80);
        Assert.Equal(
            ["    ·    a    b", "·  1.00╱╱╱╱╱╱╱╱╱╱", "a  0.25 0.75╱╱╱╱╱", "b  0.00 0.00 1.00"],
            lines.Select(line => line.Text.TrimEnd())
        );
        var ascii = Map(Drawn.Ascii(80)).Draw(Drawn.Ascii(80), 80);
        Assert.Equal(".  1.00//////////", ascii[1].Text);
    }

    [Fact]
    public void Zero_has_a_colour_that_no_forbidden_cell_has()
    {
        var lines = Map(Drawn.Colourful(80)).Draw(Drawn.Colourful(80), 80);
        var forbidden = lines[1].Segments.Where(segment => segment.Text.Contains('╱'));
        Assert.All(forbidden, segment => Assert.Equal(Color.Default, segment.Style.Background));
        var zero = lines[3].Segments.First(segment => segment.Text == "0.00");
        Assert.NotEqual(Color.Default, zero.Style.Background);
    }

    [Fact]
    public void A_narrow_window_gets_percent_and_then_the_last_columns_and_says_so()
    {
        var tokens = Enumerable.Range(0, 16).Select(i => $"{(char)('a' + i)}").ToArray();
        var values = Enumerable
            .Range(0, 16)
            .Select(i => Enumerable.Range(0, 16).Select(j => j <= i ? 1.0 / (i + 1) : 0).ToArray())
            .ToArray();
        var map = HeatMap.Pattern(Drawn.Plain(60), tokens, values);
        var percent = Drawn.Text(map.Draw(Drawn.Plain(60), 60));
        Assert.Contains("in percent", percent, StringComparison.Ordinal);
        Assert.Contains("a 100╱", percent, StringComparison.Ordinal);
        var cut = map.Draw(Drawn.Plain(30), 30);
        Assert.Contains(
            "the first 7 columns are left out",
            string.Join(' ', cut.Select(line => line.Text)),
            StringComparison.Ordinal
        );
        Assert.All(cut, line => Assert.True(line.Width <= 30));
    }

    [Fact]
    public void Masked_scores_are_hatched_and_open_ones_are_not()
    {
        double[][] scores =
        [
            [1.5, -2, 3],
            [0, 0.25, 1],
            [-1, -12.5, 0.5],
        ];
        var map = HeatMap.Scores(Drawn.Plain(80), Tokens, scores);
        Assert.DoesNotContain('╱', Drawn.Text(map.Draw(Drawn.Plain(80), 80, isOpen: true)));
        Assert.Contains(
            "·    1.50  −2.00   3.00",
            Drawn.Text(map.Draw(Drawn.Plain(80), 80, isOpen: true)),
            StringComparison.Ordinal
        );
        Assert.Equal(15 + 6, Drawn.Text(map.Draw(Drawn.Plain(80), 80)).Count(c => c == '╱'));
    }

    [Theory]
    [InlineData(ColorSystem.TrueColor)]
    [InlineData(ColorSystem.EightBit)]
    public void Colours_grow_lighter_with_every_step_and_their_text_is_readable(ColorSystem colours)
    {
        var palette = new Palette(colours);
        var before = -1.0;
        for (var i = 0; i <= 100; i++)
        {
            var style = palette.Heat(i / 100.0);
            var lightness = OklabMix.Lightness(style.Background);
            Assert.True(lightness >= before - 1e-3, $"at {i}: {lightness} after {before}");
            Assert.True(Contrast(style) >= 4.5, $"contrast {Contrast(style)} at {i}");
            before = lightness;
        }
        Assert.True(before > 0.9);
    }

    [Fact]
    public void Sixteen_colours_are_enough_to_tell_much_from_little()
    {
        var palette = new Palette(ColorSystem.Standard);
        Assert.Equal(
            5,
            Enumerable
                .Range(0, 101)
                .Select(i => palette.Heat(i / 100.0).Background)
                .Distinct()
                .Count()
        );
    }

    private static HeatMap Map(Look look) => HeatMap.Pattern(look, Tokens, Values);

    // WCAG 2: (L1 + 0.05) / (L2 + 0.05) of the relative luminances.
    private static double Contrast(Style style)
    {
        var (a, b) = (Luminance(style.Foreground), Luminance(style.Background));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(Color colour) =>
        0.2126 * Linear(colour.R) + 0.7152 * Linear(colour.G) + 0.0722 * Linear(colour.B);

    private static double Linear(byte value) =>
        value / 255.0 <= 0.04045
            ? value / 255.0 / 12.92
            : Math.Pow((value / 255.0 + 0.055) / 1.055, 2.4);
}
