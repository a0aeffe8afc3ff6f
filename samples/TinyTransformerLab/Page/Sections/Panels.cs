namespace TinyTransformerLab;

/// <summary>The frame of the four panels: number, title, lead.</summary>
internal static class Panels
{
    public static Element Of(int number, params ReadOnlySpan<Node> content)
    {
        var words = Words.Panels[number - 1];
        return Element
            .Of(
                $"section#{words.Id}.panel",
                [
                    Element.Of(
                        "header.panel-head",
                        Element.Of("span.panel-number", $"0{number}").With("aria-hidden", "true"),
                        Element.Of($"h2#{words.Id}-title", words.Title),
                        Element.Of("p.lead", words.Lead)
                    ),
                    .. content,
                ]
            )
            .With("aria-labelledby", $"{words.Id}-title");
    }

    /// <summary>A part of a panel whose content the script replaces.</summary>
    public static Element Part(string id, string title, params ReadOnlySpan<Node> content) =>
        Element.Of($"div#{id}-part.part", [Element.Of("h3", title), .. content]);
}
