namespace TinyTransformerLab;

/// <summary>Generated items, each letter coloured and underlined by how much it surprised the model.</summary>
internal static class ItemList
{
    /// <summary>An item by itself.</summary>
    public static Element Item(GeneratedItem item) =>
        Element.Of(
            "bdi.item",
            [
                Element.Of("span.given", item.Prefix),
                .. item
                    .Letters.Where((_, i) => item.IsCut || i < item.Letters.Count - 1)
                    .Select(letter =>
                        Element
                            .Of($"span.{ColorScale.OfSurprise(letter.Surprise)}", letter.Letter)
                            .With("title", $"{Digits.Norm(letter.Surprise)} nats")
                    ),
                item.IsCut ? "…" : "",
            ]
        );

    /// <summary>Items with their verdicts.</summary>
    public static Element List(GenerationView view) =>
        Element.Of(
            "div",
            view.Note is null ? Node.None : Element.Of("p.note", view.Note),
            Element.Of(
                "ol.names",
                [
                    .. view.Items.Select(item =>
                        Element.Of(
                            "li",
                            Item(item),
                            Element.Of(
                                $"span.verdict.{Class(item.Verdict)}",
                                Words.Of(item.Verdict)
                            )
                        )
                    ),
                ]
            ),
            Figures.Folded(
                "The surprise of each letter as a table",
                Figures.Table(
                    "Surprise in nats, letter by letter",
                    ["item", "letters", "mean", "verdict"],
                    view.Items.Select(Row)
                )
            )
        );

    /// <summary>How to read the colours.</summary>
    public static Element Legend() =>
        Element.Of(
            "p.legend",
            Words.SurpriseNote,
            " ",
            Key("s0", "below 0.5"),
            Key("s1", "to 1.5"),
            Key("s2", "to 2.5"),
            Key("s3", "to 4"),
            Key("s4", "above 4 nats")
        );

    private static Element Key(string name, string text) =>
        Element.Of("span.key", Element.Of($"span.{name}", "a"), " " + text + " ");

    private static IReadOnlyList<string> Row(GeneratedItem item) =>
        [
            item.Text,
            string.Join(
                " ",
                item.Letters.Select(letter => $"{letter.Letter} {Digits.Norm(letter.Surprise)}")
            ),
            Digits.Norm(item.Letters.Select(letter => letter.Surprise).DefaultIfEmpty(0).Average()),
            Words.Of(item.Verdict),
        ];

    private static string Class(Verdict verdict) =>
        verdict switch
        {
            Verdict.InTraining => "in-training",
            Verdict.HeldOut => "held-out",
            _ => "new",
        };
}
