namespace TinyTransformerLab;

/// <summary>Panel 2: where all heads look while the model reads a word.</summary>
internal static class AttentionPanel
{
    public static Element Of(LabReport? report) =>
        Panels.Of(
            2,
            Controls.Group(
                "What is watched",
                Controls.Text("word", "word", 200),
                Controls.Choice("layer", "layer", ("all", "all heads")),
                Controls.Choice("head", "head", ("0", "1")),
                Controls.Choice(
                    "stage",
                    "stage",
                    ("pattern", "softmax"),
                    ("all", "scores → masked → softmax")
                ),
                report is null
                    ? Node.None
                    : Controls.Range("attention-scrub", "training step", "0", "0", "1"),
                Controls.Switch("ablate", "switch this head off")
            ),
            Element.Of("p#ablation-line.hint.scripted"),
            Controls.Problem("attention-problem"),
            Element.Of("ul#word-notes.notes", report is null ? [] : Notes(report.Attention.Word)),
            Element.Of(
                "p#attention-word.reading",
                report is null ? "" : $"The model reads “{report.Attention.Word.Used}”."
            ),
            Element.Of("p.hint", Words.MapNote),
            Element.Of("div#attention-maps.maps", report is null ? [] : Maps(report)),
            Panels.Part(
                "heads",
                "Habits of the heads, and what each is worth",
                Controls.Group(
                    "Heads",
                    Controls.Button("measure-heads", "Measure what each head is worth at this step")
                ),
                Element.Of("div#heads", report is null ? Node.None : Heads(report))
            )
        );

    /// <summary>What was changed about a typed word.</summary>
    public static Node[] Notes(LabWord word) =>
        [.. word.Notes.Select(note => Element.Of("li", note))];

    private static Node[] Maps(LabReport report) =>
        [
            .. report.Attention.Maps.Select(map =>
                Element.Of(
                    "div.map",
                    Figures.Wide(
                        $"Attention of layer {map.Layer + 1}, head {map.Head + 1}",
                        HeatTable.Pattern(
                            $"Layer {map.Layer + 1}, head {map.Head + 1}",
                            map.Tokens,
                            map.Pattern
                        )
                    ),
                    Element.Of(
                        "p.habit",
                        Words.Habit(
                            report.Attention.HeadKinds.First(kind =>
                                kind.Layer == map.Layer && kind.Head == map.Head
                            )
                        )
                    )
                )
            ),
        ];

    private static Element Heads(LabReport report) =>
        Element.Of(
            "div",
            Element.Of(
                "p",
                $"Over {Digits.Count(report.Ablation.ItemCount)} held-out {report.Info.ItemNoun} the whole model loses {Digits.Loss(report.Ablation.Heads[0].Loss)}. Without a head it loses more if the head is of use."
            ),
            Figures.Table(
                "The heads",
                ["head", "habit, as a margin over chance", "loss without it", "difference"],
                report.Ablation.Heads.Select(head =>
                    (IReadOnlyList<string>)
                        [
                            $"layer {head.Layer + 1}, head {head.Head + 1}",
                            Words.Habit(
                                report.Attention.HeadKinds.First(kind =>
                                    kind.Layer == head.Layer && kind.Head == head.Head
                                )
                            ),
                            Digits.Loss(head.LossWithout),
                            Digits.LossDifference(head.Difference),
                        ]
                )
            )
        );
}
