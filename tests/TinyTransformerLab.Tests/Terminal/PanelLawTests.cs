using System.Text;
using Spectre.Console;

namespace TinyTransformerLab.Tests;

public sealed class PanelLawTests(TrainedReport trained) : IClassFixture<TrainedReport>
{
    private static readonly int[] Widths = [40, 60, 80, 100, 120, 160];

    private LabReport Report => trained.Report;

    [Fact]
    public void No_line_is_longer_than_the_window()
    {
        foreach (var width in Widths)
        {
            foreach (
                var look in (Look[])[Drawn.Plain(width), Drawn.Ascii(width), Drawn.Colourful(width)]
            )
            {
                foreach (var (name, lines) in Drawn.Everything(look, Report))
                {
                    foreach (var line in lines)
                    {
                        Assert.True(
                            line.Width <= width,
                            $"{name} at {width}, ascii {look.IsAscii}: {line.Width} columns in \"{line.Text}\""
                        );
                    }
                }
            }
        }
    }

    [Fact]
    public void Ascii_means_seven_bits_everywhere()
    {
        foreach (var width in Widths)
        {
            foreach (var (name, lines) in Drawn.Everything(Drawn.Ascii(width), Report))
            {
                foreach (var line in lines)
                {
                    Assert.True(Ascii.IsValid(line.Text), $"{name} at {width}: \"{line.Text}\"");
                    Assert.DoesNotContain("\\u", line.Text, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Without_colours_no_style_has_one_and_text_has_no_escape()
    {
        foreach (var (_, lines) in Drawn.Everything(Drawn.Plain(80), Report))
        {
            foreach (var segment in lines.SelectMany(line => line.Segments))
            {
                Assert.Equal(Color.Default, segment.Style.Foreground);
                Assert.Equal(Color.Default, segment.Style.Background);
                Assert.False(segment.IsControlCode);
                Assert.DoesNotContain(segment.Text, char.IsControl);
            }
        }
    }

    [Fact]
    public void Colours_change_no_character()
    {
        foreach (var width in Widths)
        {
            foreach (
                var (plain, colourful) in Drawn
                    .Everything(Drawn.Plain(width), Report)
                    .Zip(Drawn.Everything(Drawn.Colourful(width), Report))
            )
            {
                Assert.Equal(Drawn.Text(plain.Lines), Drawn.Text(colourful.Lines));
            }
        }
    }

    [Fact]
    public void A_live_frame_fills_the_window_exactly_whatever_its_size()
    {
        foreach (var width in Widths)
        {
            for (var height = 1; height <= 70; height += 3)
            {
                var frame = Drawn.Live(Report).Draw(Drawn.Plain(width), height);
                Assert.Equal(height, frame.Count);
                Assert.Equal("footer", frame[^1].Text);
            }
        }
    }

    [Fact]
    public void Hostile_letters_reach_the_terminal_as_text_only()
    {
        foreach (var look in (Look[])[Drawn.Plain(80), Drawn.Ascii(80), Drawn.Colourful(80)])
        {
            var line = look.Piece("a\e[31mb\u009b[red]c\n");
            Assert.DoesNotContain(line.Text, char.IsControl);
            Assert.Contains("\\u001B[31m", line.Text, StringComparison.Ordinal);
            Assert.Contains("[red]c", line.Text, StringComparison.Ordinal);
            Assert.Contains("[red]", look.Rule("[red]").Text, StringComparison.Ordinal);
        }
    }
}
