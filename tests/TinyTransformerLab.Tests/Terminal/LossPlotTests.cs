namespace TinyTransformerLab.Tests;

public sealed class LossPlotTests(TrainedReport trained) : IClassFixture<TrainedReport>
{
    private const int Width = 70;
    private const int Height = 20;

    [Fact]
    public void A_falling_loss_gives_dots_that_never_rise()
    {
        foreach (var look in (Look[])[Drawn.Plain(Width), Drawn.Ascii(Width)])
        {
            var tops = SmoothTops(look, Curve(step => 1 + 2.2 * Math.Exp(-step / 900.0)));
            Assert.True(tops.Count > Width / 2, $"{tops.Count} dots");
            Assert.Equal(tops.Order(), tops);
            Assert.True(tops[^1] > tops[0]);
        }
    }

    [Fact]
    public void A_rising_loss_gives_dots_that_never_fall()
    {
        var tops = SmoothTops(Drawn.Plain(Width), Curve(step => 1 + step / 2_500.0));
        Assert.Equal(tops.OrderDescending(), tops);
    }

    [Fact]
    public void The_bold_line_has_no_gap()
    {
        var look = Drawn.Plain(Width);
        // A step down within a single update: the line must still hang together.
        var lines = Draw(look, Curve(step => step < 2_000 ? 3 : 1.2));
        var bold = Enumerable
            .Range(0, Height - PlotAxes.Height)
            .Where(row => lines[row].Segments.Any(IsBraille));
        Assert.Equal(bold.Count(), bold.Last() - bold.First() + 1);
    }

    [Fact]
    public void Simpler_guessers_are_named_with_their_losses_and_dashed()
    {
        var lines = Draw(Drawn.Plain(Width), trained.Report.Curve);
        foreach (var baseline in trained.Report.Info.Baselines.Take(3))
        {
            var line = Assert.Single(
                lines,
                each =>
                    each.Text.Contains(
                        $" {baseline.Name} {Digits.Loss(baseline.Loss)} ",
                        StringComparison.Ordinal
                    )
            );
            Assert.Contains('╌', line.Text);
        }
    }

    [Fact]
    public void Every_held_out_loss_is_a_diamond()
    {
        var losses = new[] { 3.0, 2.6, 2.2, 1.9, 1.7 };
        var curve = new LossCurve(
            [],
            [],
            [.. losses.Select((loss, i) => new CurvePoint(i * 1_000, loss))]
        );
        var text = Drawn.Text(Draw(Drawn.Plain(Width), curve));
        Assert.Equal(losses.Length, text.Count(letter => letter == '◆'));
    }

    [Fact]
    public void An_exploded_single_step_does_not_squeeze_the_picture()
    {
        var calm = Curve(step => 2 + step / 5_000.0);
        var wild = calm with { Raw = [.. calm.Raw, new CurveBucket(5_000, 5_000, 2, 1e6)] };
        // The last column holds the wild step itself.
        Assert.Equal(
            SmoothTops(Drawn.Plain(Width), calm).SkipLast(1),
            SmoothTops(Drawn.Plain(Width), wild).SkipLast(1)
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void A_small_window_and_few_steps_are_drawn_too(int steps)
    {
        var curve = Curve(step => 3 - step * 0.01, steps);
        foreach (var (width, height) in new[] { (20, 5), (44, 7), (160, 30) })
        {
            var lines = LossPlot.Draw(
                Drawn.Plain(width),
                curve,
                trained.Report.Info,
                steps,
                width,
                height
            );
            Assert.Equal(height, lines.Count);
            Assert.All(lines, line => Assert.True(line.Width <= width));
        }
    }

    private static LossCurve Curve(Func<int, double> loss, int steps = 5_000) =>
        new(
            [],
            [
                .. Enumerable
                    .Range(1, Math.Min(steps, 200))
                    .Select(i => i * Math.Max(1, steps / 200))
                    .Select(step => new CurvePoint(step, loss(step))),
            ],
            [new CurvePoint(0, 3.3)]
        );

    private IReadOnlyList<Line> Draw(Look look, LossCurve curve) =>
        LossPlot.Draw(look, curve, trained.Report.Info, 5_000, Width, Height);

    // For every column of characters in which the bold line occurs: the row of its highest dot, in quarters of a line.
    private List<int> SmoothTops(Look look, LossCurve curve)
    {
        var lines = Draw(look, curve);
        var tops = new List<int>();
        for (var column = PlotAxes.Width; column < Width; column++)
        {
            for (var row = 0; row < Height - PlotAxes.Height; row++)
            {
                var letter = lines[row].Text[column];
                if (letter == '#' || letter is > '\u2800' and <= '\u28FF')
                {
                    tops.Add(row * 4 + (letter == '#' ? 0 : HighestDot(letter - 0x2800)));
                    break;
                }
            }
        }
        return tops;
    }

    private static int HighestDot(int dots) =>
        (dots & 0x09) != 0 ? 0
        : (dots & 0x12) != 0 ? 1
        : (dots & 0x24) != 0 ? 2
        : 3;

    private static bool IsBraille(Spectre.Console.Rendering.Segment segment) =>
        segment.Text.Any(letter => letter is > '\u2800' and <= '\u28FF');
}
