using System.Globalization;

namespace TinyTransformerLab;

/// <summary>The frames of drawings: a figure with a summary in words and the numbers as a table, and what may be wider than the screen.</summary>
internal static class Figures
{
    /// <summary>A drawing, a sentence that says the same, and its numbers.</summary>
    public static Element Of(string summary, Node drawing, Node table) =>
        Element.Of(
            "figure.chart",
            Wide(summary, drawing),
            Element.Of("figcaption", summary),
            Folded("The numbers as a table", table)
        );

    /// <summary>Content that scrolls in its own region where the screen is narrow.</summary>
    /// <param name="label">What the region is called.</param>
    /// <param name="content">The content.</param>
    public static Element Wide(string label, params ReadOnlySpan<Node> content) =>
        Element
            .Of("div.wide", content)
            .With("role", "region")
            .With("aria-label", label)
            .With("tabindex", "0");

    /// <summary>Content that opens on demand, with or without a script.</summary>
    public static Element Folded(string title, params ReadOnlySpan<Node> content) =>
        Element.Of("details", Element.Of("summary", title), Element.Of("div", content));

    /// <summary>A table whose first column names the rows.</summary>
    public static Element Table(
        string caption,
        IReadOnlyList<string> columns,
        IEnumerable<IReadOnlyList<string>> rows
    ) =>
        Wide(
            caption,
            Element.Of(
                "table.numbers",
                Element.Of("caption", caption),
                Element.Of(
                    "thead",
                    Element.Of(
                        "tr",
                        [.. columns.Select(text => Element.Of("th", text).With("scope", "col"))]
                    )
                ),
                Element.Of("tbody", [.. rows.Select(Row)])
            )
        );

    /// <summary>An SVG image that is described by its label; its text is decoration for those who see it.</summary>
    public static Element Svg(
        string selector,
        double width,
        double height,
        string label,
        params ReadOnlySpan<Node> content
    ) =>
        Element
            .Of(selector, content)
            .With("viewBox", $"0 0 {At(width)} {At(height)}")
            .With("width", At(width))
            .With("height", At(height))
            .With("role", "img")
            .With("aria-label", label);

    /// <summary>A coordinate.</summary>
    public static string At(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A line of an image.</summary>
    public static Element Line(string selector, double x1, double y1, double x2, double y2) =>
        Element
            .Of(selector)
            .With("x1", At(x1))
            .With("y1", At(y1))
            .With("x2", At(x2))
            .With("y2", At(y2));

    /// <summary>A rectangle of an image.</summary>
    public static Element Box(string selector, double x, double y, double width, double height) =>
        Element
            .Of(selector)
            .With("x", At(x))
            .With("y", At(y))
            .With("width", At(Math.Max(0, width)))
            .With("height", At(Math.Max(0, height)));

    /// <summary>Text in an image.</summary>
    public static Element Text(string selector, double x, double y, string text) =>
        Element.Of(selector, text).With("x", At(x)).With("y", At(y));

    private static Element Row(IReadOnlyList<string> cells) =>
        Element.Of(
            "tr",
            [
                .. cells.Select(
                    (text, i) =>
                        i == 0
                            ? Element.Of("th", text).With("scope", "row")
                            : Element.Of("td", text)
                ),
            ]
        );
}
