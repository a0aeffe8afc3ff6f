namespace TinyTransformerLab.Tests;

public sealed class LinesTests
{
    [Fact]
    public void Wrapping_breaks_between_words_and_loses_none()
    {
        const string text = "To look at the past is to multiply by a matrix.";
        foreach (var width in new[] { 10, 17, 30, 100 })
        {
            var lines = Lines.Wrap(Drawn.Plain(100), text, width);
            Assert.All(lines, line => Assert.InRange(line.Width, 1, width));
            Assert.Equal(text, string.Join(' ', lines.Select(line => line.Text)));
        }
    }

    [Fact]
    public void A_word_that_is_longer_than_the_line_is_broken_and_wide_letters_count_twice()
    {
        var lines = Lines.Wrap(Drawn.Plain(100), "abcdefghij 漢字漢字漢字", 5);
        Assert.Equal("abcdefghij漢字漢字漢字", string.Concat(lines.Select(line => line.Text)));
        Assert.All(lines, line => Assert.InRange(line.Width, 1, 5));
    }

    [Fact]
    public void A_grid_keeps_groups_together()
    {
        IReadOnlyList<Line>[] blocks =
        [
            .. Enumerable.Range(1, 8).Select(i => (Line[])[Line.Of($"block {i}")]),
        ];
        string[] At(int width) =>
            [
                .. Lines
                    .Grid(blocks, width, gap: 1, perGroup: 4)
                    .Select(line => line.Text)
                    .Where(text => text.Length > 0),
            ];
        Assert.Equal(8, At(10).Length);
        Assert.Equal(4, At(24).Length); // three would fit, but would tear a group of four apart
        Assert.Equal(
            ["block 1 block 2 block 3 block 4", "block 5 block 6 block 7 block 8"],
            At(100)
        );
    }

    [Fact]
    public void Seven_bits_have_a_substitute_for_every_sign_of_the_lab()
    {
        Assert.Equal("-0.40 x 2 -> <= inf ok", SevenBit.Of("−0.40 × 2 → ≤ ∞ ✓"));
        Assert.Equal("h\\u00E4uptling", SevenBit.Of("häuptling"));
        Assert.Equal("\\u1F600", SevenBit.Of("😀"));
    }

    [Fact]
    public void Bars_are_as_long_as_their_share()
    {
        var look = Drawn.Plain(80);
        Assert.Equal("████▌     ", Bar.Of(look, 0.45, 10, default(Spectre.Console.Style)).Text);
        Assert.Equal(
            "#####     ",
            Bar.Of(Drawn.Ascii(80), 0.5, 10, default(Spectre.Console.Style)).Text
        );
        Assert.Equal("    │██  ", Bar.Signed(look, 0.5, 4).Text);
        Assert.Equal("████│    ", Bar.Signed(look, -1, 4).Text);
        Assert.Equal("──█▼██────", Bar.Cumulative(look, 0.2, 0.4, 0.35, 10).Text);
    }
}
