using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;

namespace TinyTransformerLab.Tests;

/// <summary>The tour's text for a fixed seed, approved by a person: the file beside this one. Where it changes on purpose, the file that the
/// failing test names is looked at and takes its place.</summary>
public sealed class ApprovedTourTests(TrainedReport trained) : IClassFixture<TrainedReport>
{
    private const string FileName = "Tour.approved.txt";

    [Fact]
    public void The_text_is_the_approved_one_and_on_other_instruction_sets_the_layout_is()
    {
        var look = Drawn.Plain(100);
        var panels = ReportPanels
            .All(look, trained.Report, speed: null)
            .Prepend(ReportPanels.Opening(look, trained.Report.Info));
        var actual = string.Join('\n', panels.Select(panel => Drawn.Text(panel.Lines)));
        var approved = File.ReadAllText(
                Path.Combine(AppContext.BaseDirectory, "Terminal", FileName)
            )
            .ReplaceLineEndings("\n");
        if (Vector512.IsHardwareAccelerated)
        {
            Compare(approved, actual);
        }
        // Another instruction set rounds differently, and after 200 steps a letter or a habit may differ: what remains are the panels whose
        // words do not depend on the weights, with their digits masked.
        Compare(Layout(approved), Layout(actual));
    }

    private static void Compare(string approved, string actual)
    {
        if (approved == actual)
        {
            return;
        }
        var received = Path.Combine(AppContext.BaseDirectory, "Tour.received.txt");
        File.WriteAllText(received, actual);
        var (expectedLines, lines) = (approved.Split('\n'), actual.Split('\n'));
        var first = Enumerable
            .Range(0, Math.Min(expectedLines.Length, lines.Length))
            .FirstOrDefault(
                i => expectedLines[i] != lines[i],
                Math.Min(expectedLines.Length, lines.Length) - 1
            );
        Assert.Fail(
            $"Line {first + 1} differs.\napproved: {expectedLines[first]}\nactual:   {lines[first]}\nAll of it is in {received}"
        );
    }

    private static string Layout(string text)
    {
        var opening = text[..text.IndexOf("── 1 ", StringComparison.Ordinal)];
        var trick = text[text.IndexOf("── 4 ", StringComparison.Ordinal)..];
        // A difference of rounding may be 0 there, and is then written without an exponent.
        var withoutExponents = Regex.Replace(opening + trick, @"[0-9](\.[0-9]+)?e-[0-9]+", "0");
        return Regex.Replace(withoutExponents, "[0-9]", "#");
    }
}
