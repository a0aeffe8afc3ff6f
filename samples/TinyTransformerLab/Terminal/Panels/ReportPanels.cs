namespace TinyTransformerLab;

/// <summary>The tour in order: a report as panels, each a title and a block of lines.</summary>
internal static class ReportPanels
{
    private const int PlotHeight = 17;
    private const int SampleLines = 14;

    /// <summary>Title, this build, the strip: what can be shown before the first step.</summary>
    public static Panel Opening(Look look, LabInfo info) =>
        new([
            .. HeaderLines.Draw(look, info),
            Line.Empty,
            .. StripLines.Draw(look, info),
            .. look.Wrap(
                "Each box has a chapter that explains it: run the lab with \"chapter 3\".",
                look.Palette.Faint
            ),
        ]);

    /// <summary>The four panels and the way to GPT-2.</summary>
    public static IEnumerable<Panel> All(Look look, LabReport report, TrainingSpeed? speed)
    {
        yield return Train(look, report.Info, report.State, report.Curve, report.Samples, speed);
        yield return Proof(look, report);
        yield return Attention(look, report);
        yield return Generation(look, report);
        yield return Trick(look, report);
        yield return More(look, report);
    }

    /// <summary>Panel 1: the curve, the numbers and the log of babble.</summary>
    public static Panel Train(
        Look look,
        LabInfo info,
        TrainingState state,
        LossCurve curve,
        IReadOnlyList<SampleLine> samples,
        TrainingSpeed? speed
    ) =>
        Titled(
            look,
            0,
            [
                .. TrainingLines.Draw(look, info, state, curve, speed, PlotHeight),
                Line.Empty,
                .. TrainingLines.Baselines(look, info),
                Line.Empty,
                .. look.Wrap(
                    "What it wrote on the way, the blue letters expected, the orange ones a surprise:"
                ),
                .. SampleLog.Draw(look, info, samples, SampleLines),
            ]
        );

    private static Panel Proof(Look look, LabReport report) =>
        new([
            .. CheckLines.Draw(look, report.Info, report.Check),
            Line.Empty,
            .. TapeLines.Summary(look, report.Tape),
        ]);

    private static Panel Attention(Look look, LabReport report) =>
        Titled(
            look,
            1,
            [
                .. look.Wrap(Words.MapNote),
                .. AttentionLines.Draw(look, report.Attention, report.Ablation),
            ]
        );

    private static Panel Generation(Look look, LabReport report) =>
        Titled(
            look,
            2,
            [
                .. look.Wrap(
                    $"Ten {report.Info.ItemNoun}, {NameLines.Sampling(report.Names.Sampling)}; behind each letter its surprise in nats:"
                ),
                .. NameLines.Draw(look, report.Info, report.Names),
                Line.Empty,
                .. NameLines.Draws(look, report.Info, report.Names.Items[0]),
                Line.Empty,
                .. NextLetterLines.Draw(look, report.NextLetter),
                Line.Empty,
                .. ExplainLines.Draw(look, report.Explanation),
                Line.Empty,
                .. LensLines.Draw(look, report.Lens),
            ]
        );

    private static Panel Trick(Look look, LabReport report) =>
        Titled(look, 3, TrickLines.Draw(look, report.Trick));

    private static Panel More(Look look, LabReport report) =>
        new([
            look.Rule(Words.MoreTitle),
            .. ScaleLines.Draw(look, report.Info.Gpt2),
            Line.Empty,
            .. look.Wrap(Words.MoreClosing),
        ]);

    private static Panel Titled(Look look, int number, IReadOnlyList<Line> lines) =>
        new([
            look.Rule($"{number + 1} {Words.Panels[number].Title}"),
            .. look.Wrap(Words.Panels[number].Lead),
            Line.Empty,
            .. lines,
        ]);
}

/// <summary>A block of lines that belongs together.</summary>
internal sealed record Panel(IReadOnlyList<Line> Lines);
