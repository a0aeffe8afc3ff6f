namespace TinyTransformerLab;

/// <summary>The controls: shown only where a script runs; each has a label of its own.</summary>
internal static class Controls
{
    /// <summary>Controls that belong together.</summary>
    public static Element Group(string label, params ReadOnlySpan<Node> content) =>
        Element
            .Of("div.controls.scripted", content)
            .With("role", "group")
            .With("aria-label", label);

    public static Element Button(string id, string text) =>
        Element.Of($"button#{id}", text).With("type", "button");

    public static Element Range(string id, string label, string min, string max, string step) =>
        Labelled(
            id,
            label,
            Element
                .Of($"input#{id}")
                .With("type", "range")
                .With("min", min)
                .With("max", max)
                .With("step", step),
            Element.Of($"output#{id}-value").With("for", id)
        );

    public static Element Number(string id, string label, string min, string max, string step) =>
        Labelled(
            id,
            label,
            Element
                .Of($"input#{id}")
                .With("type", "number")
                .With("min", min)
                .With("max", max)
                .With("step", step)
        );

    /// <summary>A number that may be left out.</summary>
    public static Element Optional(string id, string label, string min, string max, string step) =>
        Labelled(
            id,
            label,
            Element
                .Of($"input#{id}")
                .With("type", "number")
                .With("min", min)
                .With("max", max)
                .With("step", step)
                .With("placeholder", "off")
        );

    public static Element Text(string id, string label, int maxLength) =>
        Labelled(
            id,
            label,
            Element
                .Of($"input#{id}")
                .With("type", "text")
                .With("maxlength", $"{maxLength}")
                .With("autocomplete", "off")
                .With("autocapitalize", "none")
                .With("spellcheck", "false")
        );

    public static Element Choice(
        string id,
        string label,
        params ReadOnlySpan<(string Value, string Text)> options
    )
    {
        var nodes = new List<Node>();
        foreach (var (value, text) in options)
        {
            nodes.Add(Element.Of("option", text).With("value", value));
        }
        return Labelled(id, label, Element.Of($"select#{id}", [.. nodes]));
    }

    public static Element Switch(string id, string label) =>
        Element.Of(
            "label.switch",
            Element.Of($"input#{id}").With("type", "checkbox"),
            Element.Of("span", label)
        );

    /// <summary>Where a control says what is wrong.</summary>
    public static Element Problem(string id) => Element.Of($"p#{id}.problem").With("role", "alert");

    private static Element Labelled(string id, string label, params ReadOnlySpan<Node> control) =>
        Element.Of("div.field", [Element.Of("label", label).With("for", id), .. control]);
}
