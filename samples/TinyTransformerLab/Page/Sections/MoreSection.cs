namespace TinyTransformerLab;

/// <summary>From this to GPT-2: the same parts, larger numbers.</summary>
internal static class MoreSection
{
    public static Element Of(LabInfo? info) =>
        Element
            .Of(
                "section#more.panel.more",
                Element.Of("h2#more-title", Words.MoreTitle),
                Element.Of("p.lead", Words.MoreLead),
                Element.Of("div#more-table", info is null ? Node.None : Tables(info.Gpt2)),
                Element.Of("p.closing", Words.MoreClosing)
            )
            .With("aria-labelledby", "more-title");

    private static Element Tables(ModelTable table) =>
        Element.Of(
            "div.more-view",
            Table("Sizes", [.. table.Sizes, table.WeightTotal]),
            Squares(table.WeightTotal),
            Table("Weights by part", [.. table.Weights, table.WeightTotal]),
            Table(
                "Operations per token of one training step",
                [.. table.Operations, table.OperationTotal]
            )
        );

    private static Element Table(string caption, IReadOnlyList<ModelTableRow> rows) =>
        Figures.Table(
            caption,
            ["", "formula", "this model", "GPT-2", "ratio"],
            rows.Select(row =>
                (IReadOnlyList<string>)
                    [
                        row.Name,
                        row.Formula,
                        Digits.Count(row.Here),
                        Digits.Count(row.There),
                        double.IsFinite(row.Ratio) ? Digits.Times(row.Ratio) : "–",
                    ]
            )
        );

    // Two squares whose areas are the numbers of weights.
    private static Element Squares(ModelTableRow weights)
    {
        const double side = 260;
        var small = side / Math.Sqrt(weights.Ratio);
        var words =
            $"Drawn to scale: if the large square is GPT-2's {Digits.Count(weights.There)} weights, the small one is this model's {Digits.Count(weights.Here)}.";
        return Element.Of(
            "figure.squares",
            Figures.Svg(
                "svg.squares",
                side + 20,
                side,
                words,
                Figures.Box("rect.there", 20, 0, side, side),
                Figures.Box("rect.here", 20 - small - 4, side - small, small, small)
            ),
            Element.Of("figcaption", words)
        );
    }
}
