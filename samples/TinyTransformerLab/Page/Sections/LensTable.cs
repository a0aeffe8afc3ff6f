namespace TinyTransformerLab;

/// <summary>The logit lens: for each position and stage the likeliest next letter and its probability.</summary>
internal static class LensTable
{
    public static Element Of(LensView view) =>
        Figures.Wide(
            "Logit lens",
            Element.Of(
                "table.heat.lens",
                Element.Of(
                    "caption",
                    $"The likeliest letter behind each letter of “{view.Word.Used}”"
                ),
                Element.Of(
                    "thead",
                    Element.Of(
                        "tr",
                        [
                            Element.Of("th", "behind").With("scope", "col"),
                            .. view.Tokens.Select(token =>
                                Element.Of("th", token).With("scope", "col")
                            ),
                        ]
                    )
                ),
                Element.Of("tbody", [.. view.Stages.Select((stage, i) => Row(view, stage, i))])
            )
        );

    private static Element Row(LensView view, LogitLensStage stage, int number) =>
        Element.Of(
            "tr",
            [
                Element
                    .Of("th", number == 0 ? "embedding" : $"block {number}")
                    .With("scope", "row"),
                .. stage.Probabilities.Select((row, place) => Cell(view, row, place)),
            ]
        );

    private static Element Cell(LensView view, IReadOnlyList<double> row, int place)
    {
        var best = Enumerable.Range(0, row.Count).MaxBy(token => row[token]);
        var next = place + 1 < view.Tokens.Count ? view.Tokens[place + 1] : view.Letters[0];
        var isRight = view.Letters[best] == next;
        return Element.Of(
            isRight ? $"td.{ColorScale.Of(row[best])}.right" : $"td.{ColorScale.Of(row[best])}",
            Element.Of("b", view.Letters[best]),
            Element.Of("span", Digits.Probability(row[best])),
            isRight ? Element.Of("span.hidden", " right") : Node.None
        );
    }
}
