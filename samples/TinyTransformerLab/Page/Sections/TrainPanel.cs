namespace TinyTransformerLab;

/// <summary>Panel 1: curve, numbers, babble, gradient check, tape.</summary>
internal static class TrainPanel
{
    private const int BabbleLines = 11;

    public static Element Of(LabReport? report) =>
        Panels.Of(
            1,
            TrainControls.Of(isLive: report is null),
            Element.Of(
                "div.train-view",
                Element.Of(
                    "div#loss-chart",
                    report is null
                        ? Node.None
                        : new LossChart(report.Curve, report.Info, report.State).Draw()
                ),
                Element.Of(
                    "div.train-side",
                    Element.Of(
                        "p#train-state.state",
                        report is null ? "" : Words.Of(report.State.Status)
                    ),
                    Element.Of("p#train-message.problem", report?.State.Message ?? ""),
                    Element.Of("dl#train-numbers.facts", report is null ? [] : Numbers(report))
                )
            ),
            Element.Of(
                "p#trainer-line.trainer",
                report is null ? "" : Words.Trainer(report.Info, report.Check)
            ),
            Element.Of(
                "div.pair",
                Panels.Part(
                    "babble",
                    "What it babbled on the way",
                    Element.Of("div#babble", report is null ? Node.None : Babble(report))
                ),
                Element.Of(
                    "div",
                    Panels.Part(
                        "check",
                        "Are the gradients right?",
                        report is null
                            ? Controls.Group(
                                "Gradient check",
                                Controls.Button("check-run", "Check the gradients now")
                            )
                            : Node.None,
                        Element.Of(
                            "div#check",
                            report is null ? Node.None : CheckTable.Of(report.Check)
                        )
                    ),
                    Panels.Part(
                        "tape",
                        "The tape of one step",
                        report is null
                            ? Controls.Group(
                                "Tape",
                                Controls.Button("tape-run", "Record the next step's tape")
                            )
                            : Node.None,
                        Element.Of(
                            "div#tape",
                            report is null ? Node.None : TapeTable.Of(report.Tape)
                        )
                    )
                )
            )
        );

    private static Node[] Numbers(LabReport report)
    {
        var (state, info, last) = (report.State, report.Info, report.State.Last);
        return Facts.Pairs([
            ("step", $"{Digits.Count(state.Step)} of {Digits.Count(state.TotalSteps)}"),
            (
                "loss",
                last is null
                    ? "–"
                    : $"{Digits.Loss(last.SmoothLoss)} smoothed, {Digits.Loss(last.Loss)} last"
            ),
            ("held-out loss", Digits.Loss(state.HeldOutLoss)),
            (
                "perplexity",
                $"{Digits.Perplexity(state.Perplexity)}, {Words.AsIfChoosing(state.Perplexity)}"
            ),
            ("learning rate", Digits.Rate(state.NextLearningRate)),
            (
                "gradient norm",
                last is null
                    ? "–"
                    : Digits.Norm(last.GradientNorm)
                        + (last.IsClipped ? ", clipped" : ", not clipped")
            ),
            ("update / weights", last is null ? "–" : Digits.Ratio(last.UpdateRatio)),
            ("batch", $"{state.BatchSize} {info.ItemNoun}"),
            ("weights", Digits.Count(info.WeightCount)),
            (
                info.ItemNoun,
                $"{Digits.Count(info.TrainingCount)} to train on, {Digits.Count(info.HeldOutCount)} held out"
            ),
        ]);
    }

    // Lines at about equal ratios of steps tell the story; all of them are folded.
    private static Element Babble(LabReport report)
    {
        var all = report.Samples;
        var few = Enumerable
            .Range(0, BabbleLines)
            .Select(i => (int)Math.Round(Math.Pow(all.Count, (double)i / (BabbleLines - 1))) - 1)
            .Distinct()
            .Select(i => all[i]);
        return Element.Of(
            "div",
            Lines(few),
            Figures.Folded($"All {Digits.Count(all.Count)} lines", Lines(all))
        );
    }

    private static Element Lines(IEnumerable<SampleLine> lines) =>
        Element.Of("ol.babble", [.. lines.Select(Line)]);

    private static Element Line(SampleLine line) =>
        Element.Of(
            "li",
            Element.Of("span.babble-step", $"step {Digits.Count(line.Step)}"),
            Element.Of("span.babble-items", [.. line.Items.Select(item => ItemList.Item(item))])
        );
}
