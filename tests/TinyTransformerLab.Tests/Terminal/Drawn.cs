using Spectre.Console;

namespace TinyTransformerLab.Tests;

/// <summary>What is drawn, in every look.</summary>
internal static class Drawn
{
    public static Look Plain(int width) => new(width);

    public static Look Ascii(int width) => new(width, IsAscii: true);

    public static Look Colourful(int width) => new(width, Colours: ColorSystem.TrueColor);

    public static string Text(IEnumerable<Line> lines) =>
        string.Join('\n', lines.Select(line => line.Text.TrimEnd(' '))) + "\n";

    /// <summary>The whole tour, and what only commands draw.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<Line> Lines)> Everything(
        Look look,
        LabReport report
    ) =>
        [
            ("opening", ReportPanels.Opening(look, report.Info).Lines),
            .. ReportPanels
                .All(look, report, new TrainingSpeed(123_456, IsPaused: false))
                .Select((panel, i) => ($"panel {i}", panel.Lines)),
            ("stages", AttentionLines.Stages(look, report.Attention, report.Ablation, 1, 2)),
            ("tape", TapeLines.Draw(look, report.Tape)),
            ("check", CheckLines.Draw(look, report.Check)),
            .. report.Chapters.Select(chapter =>
                ($"chapter {chapter.Number}", ChapterLines.Draw(look, chapter))
            ),
            ("live", Live(report).Draw(look, 24)),
            ("live, tall", Live(report).Draw(look, 60)),
        ];

    public static LiveFrame Live(LabReport report) =>
        new(
            report.Info,
            report.State,
            report.Curve,
            report.Samples,
            new TrainingSpeed(123_456, IsPaused: true),
            [Line.Of("footer")]
        );
}
