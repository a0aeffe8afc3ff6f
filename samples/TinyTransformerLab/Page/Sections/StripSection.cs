namespace TinyTransformerLab;

/// <summary>The architecture: six boxes above the residual stream, which runs straight through.</summary>
internal static class StripSection
{
    public static Element Of(LabReport? report) =>
        Element
            .Of(
                "section#strip.strip",
                Element.Of("h2#strip-title", "One transformer block, the way GPT builds it"),
                Element.Of(
                    "figure#strip-figure",
                    report is null ? Node.None : Boxes(report.Info),
                    report is null ? Node.None : Caption(report.Info)
                )
            )
            .With("aria-labelledby", "strip-title");

    private static Element Boxes(LabInfo info) =>
        Element.Of("ol.boxes", [.. info.Strip.Select(box => Box(box, info))]);

    private static Element Box(StripBox box, LabInfo info)
    {
        var isInBlock = box.Name is "LayerNorm" or "Multi-head attention" or "MLP + GELU";
        return Element.Of(
            box.Panel == "attention" ? "li.box.in-block.middle"
                : isInBlock ? "li.box.in-block"
                : "li.box",
            Element
                .Of("a.box-panel", Element.Of("span.box-name", box.Name))
                .With("href", "#" + box.Panel),
            Element.Of("span.box-does", box.Does).With("data-blocks", $"{info.LayerCount}"),
            Element.Of(
                "span.box-shape",
                Element.Of("span.letters", box.Letters),
                box.Letters == box.Shape ? Node.None : Element.Of("span.sizes", box.Shape)
            ),
            Element.Of(
                "span.box-weights",
                box.Weights == 0 ? "no weights of its own" : $"{Digits.Count(box.Weights)} weights",
                box.Times > 1 ? $" in {box.Times} places" : ""
            ),
            Element
                .Of("a.box-chapter", $"Chapter {box.Chapter}")
                .With("href", $"#chapter-{box.Chapter}")
        );
    }

    private static Element Caption(LabInfo info) =>
        Element.Of(
            "figcaption",
            Words.StripCaption(info),
            $" Together the boxes hold {Digits.Count(info.WeightCount)} weights."
        );
}
