namespace TinyTransformerLab;

/// <summary>Panel 4: from an average to attention in five steps over the same X, the toy, and the dial.</summary>
internal static class TrickPanel
{
    public static Element Of(LabReport? report) =>
        Panels.Of(
            4,
            Controls.Group(
                "The five steps",
                Controls.Button("trick-back", "← Previous"),
                Element.Of("span#trick-position"),
                Controls.Button("trick-next", "Next →"),
                Controls.Text("trick-word", "word", 200),
                Controls.Choice("trick-layer", "layer", ("0", "1")),
                Controls.Choice("trick-head", "head", ("0", "1"))
            ),
            Element.Of("ol#trick-stepper.stepper.scripted"),
            Controls.Problem("trick-problem"),
            Element.Of(
                "ul#trick-notes.notes",
                report is null ? [] : AttentionPanel.Notes(report.Trick.Word)
            ),
            Element.Of(
                "ol#trick-steps.trick-steps",
                report is null
                    ? []
                    : [.. report.Trick.Trick.Steps.Select(step => Step(report.Trick.Trick, step))]
            ),
            Element.Of("p.hint", Words.MatrixNote),
            Element.Of(
                "div.pair",
                Panels.Part(
                    "toy",
                    "The worked toy",
                    Element.Of("p", Words.ToyNote),
                    Element.Of("div#toy", report is null ? Node.None : Toy(report.Trick.Toy))
                ),
                Panels.Part(
                    "dial",
                    "The dial: why divide by √D?",
                    Element.Of("p", Words.DialNote),
                    Controls.Group(
                        "The dial",
                        Controls.Range("dial-size", "size D", "0", "3", "1")
                    ),
                    Element.Of("div#dial-view.scripted"),
                    Element.Of("div#dial", report is null ? Node.None : Dial(report.Trick.Dial))
                )
            )
        );

    private static Element Step(AttentionTrick trick, TrickStep step)
    {
        var isOfValues = step.Number > 3;
        return Element.Of(
            "li.trick-step",
            Element.Of("h3", $"{step.Number}. {step.Name}"),
            Element.Of("p", step.Note),
            Element.Of(
                "div.equation",
                step.Scores is null
                    ? Node.None
                    : Matrix(HeatTable.Scores("S, the scores", trick.Tokens, step.Scores)),
                step.Scores is null ? Node.None : Sign("softmax →"),
                Matrix(HeatTable.Pattern("W, the weights", trick.Tokens, step.Weights)),
                isOfValues ? Sign("× V =") : Sign("× X ="),
                Element.Of(
                    "div.drawing",
                    Element.Of(
                        "p.matrix-name",
                        $"Y, ({step.Result.Count}, {step.Result[0].Count})"
                    ),
                    Figures.Wide(
                        "The result Y",
                        Hinton.Draw($"The result Y of step {step.Number}", step.Result)
                    )
                )
            ),
            Element.Of("ul.checks", [.. step.Checks.Select(Check)]),
            Figures.Folded(
                "The numbers of Y as a table",
                Hinton.Table($"Y of step {step.Number}", trick.Tokens, step.Result)
            )
        );
    }

    private static Element Matrix(Element table) => Figures.Wide("A matrix", table);

    private static Element Sign(string text) => Element.Of("span.operator", text);

    private static Element Check(TrickCheck check) =>
        Element.Of(
            check.Holds ? "li.good" : "li.bad",
            check.Holds ? "✓ " : "✗ ",
            check.Claim,
            $": largest difference {Digits.Difference(check.Difference)}, allowed {Digits.Difference(check.Limit)}"
        );

    private static Element Toy(TrickToy toy) =>
        Element.Of(
            "div.equation.toy",
            Small("W", toy.Weights),
            Sign("×"),
            Small("X", toy.Input),
            Sign("="),
            Small("Y", toy.Result)
        );

    private static Element Small(string name, IReadOnlyList<IReadOnlyList<double>> rows) =>
        Element.Of(
            "table.matrix",
            Element.Of("caption", name),
            Element.Of(
                "tbody",
                [
                    .. rows.Select(row =>
                        Element.Of(
                            "tr",
                            [.. row.Select(value => Element.Of("td", Digits.Score(value)))]
                        )
                    ),
                ]
            )
        );

    private static Element Dial(IReadOnlyList<DotProductVariance> dial) =>
        Figures.Table(
            "The variance of q·k for entries of variance 1, measured",
            ["D", "pairs drawn", "variance of q·k", "variance of q·k/√D"],
            dial.Select(row =>
                (IReadOnlyList<string>)
                    [
                        Digits.Count(row.Size),
                        Digits.Count(row.SampleCount),
                        Digits.Score(row.Variance),
                        Digits.Score(row.ScaledVariance),
                    ]
            )
        );
}
