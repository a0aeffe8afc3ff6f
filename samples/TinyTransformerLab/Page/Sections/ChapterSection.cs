namespace TinyTransformerLab;

/// <summary>A short chapter for each box of the strip.</summary>
internal static class ChapterSection
{
    public static Element Of(IReadOnlyList<Chapter>? chapters) =>
        Element
            .Of(
                "section#chapters.chapters",
                Element.Of("h2#chapters-title", "The chapters"),
                Element.Of(
                    "div#chapter-list.chapter-list",
                    chapters is null ? [] : [.. chapters.Select(Chapter)]
                )
            )
            .With("aria-labelledby", "chapters-title");

    private static Element Chapter(Chapter chapter) =>
        Element.Of(
            $"article#chapter-{chapter.Number}.chapter",
            [
                Element.Of(
                    "h3",
                    Element.Of("span.chapter-number", $"{chapter.Number}"),
                    " ",
                    chapter.Title
                ),
                .. chapter.Paragraphs.Select(text => Element.Of("p", text)),
                Element.Of("p.back", Element.Of("a", "Back to the strip").With("href", "#strip")),
            ]
        );
}
