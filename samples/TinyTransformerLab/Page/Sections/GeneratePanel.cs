namespace TinyTransformerLab;

/// <summary>Panel 3: generated items, the odds behind a letter, why it was chosen, and what the model would say early.</summary>
internal static class GeneratePanel
{
    public static Element Of(LabReport? report) =>
        Panels.Of(
            3,
            Controls.Group(
                "How letters are chosen",
                Controls.Range("temperature", "temperature", "0", "2", "0.05"),
                Controls.Optional("top-k", "top-k", "1", "1000", "1"),
                Controls.Optional("top-p", "top-p", "0.01", "1", "0.01"),
                Controls.Optional("min-p", "min-p", "0", "1", "0.01"),
                Controls.Text("prefix", "prefix", 200),
                Controls.Number(
                    "generate-seed",
                    "seed",
                    "-999999999999999",
                    "999999999999999",
                    "1"
                ),
                Controls.Number("count", "count", "1", "100", "1"),
                Controls.Button("generate-run", "Generate")
            ),
            Controls.Problem("generate-problem"),
            Element.Of("ul#prefix-notes.notes"),
            Element.Of(
                "p#generate-step.reading",
                report is null
                    ? ""
                    : $"Written by the model at step {Digits.Count(report.Names.Step)}."
            ),
            ItemList.Legend(),
            Element.Of("div#names", report is null ? Node.None : ItemList.List(report.Names)),
            Panels.Part(
                "letters",
                "Letter by letter",
                Controls.Group(
                    "Letter by letter",
                    Controls.Choice("letter-item", "item", ("0", "1")),
                    Controls.Button("letter-back", "Previous letter"),
                    Controls.Button("letter-next", "Next letter")
                ),
                Element.Of("p#growing.growing"),
                Element.Of("div#cumulative", report is null ? Node.None : FirstDraw(report)),
                Element.Of(
                    "p.hint",
                    "The odds of that letter: hollow as the model gives them, filled after temperature, top-k, top-p and min-p, in this order. “·” ends the item."
                ),
                Element.Of(
                    "div#chances",
                    report is null ? Node.None : ChanceChart.Draw(report.NextLetter)
                )
            ),
            Element.Of(
                "div.pair",
                Panels.Part(
                    "why",
                    "Why this letter?",
                    Controls.Group("Why this letter", Controls.Text("why-word", "word", 200)),
                    Element.Of("ul#why-notes.notes"),
                    Element.Of("p#why-letters.pick.scripted"),
                    Controls.Problem("why-problem"),
                    Element.Of(
                        "div#why",
                        report is null ? Node.None : AttributionChart.Draw(report.Explanation)
                    ),
                    Element.Of("p.hint", Words.WhyNote)
                ),
                Panels.Part(
                    "lens",
                    "What it would say early: the logit lens",
                    Element.Of("div#lens", report is null ? Node.None : LensTable.Of(report.Lens)),
                    Element.Of("p.hint", Words.LensNote)
                )
            )
        );

    private static Node FirstDraw(LabReport report) =>
        report.Names.Items is [{ Letters: [var letter, ..] }, ..]
            ? ChanceChart.Cumulative(report.NextLetter, letter)
            : Node.None;
}
