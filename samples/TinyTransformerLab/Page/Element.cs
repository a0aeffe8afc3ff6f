using System.Text;
using System.Text.RegularExpressions;

namespace TinyTransformerLab;

/// <summary>An element with attributes and children, encoded by construction: <c>Element.Of("p.lead", "text")</c>.</summary>
/// <remarks>What the page's policy forbids cannot be written: inline styles and inline handlers throw.</remarks>
internal sealed partial class Element : Node
{
    private static readonly HashSet<string> Void = ["br", "col", "hr", "input", "link", "meta"];

    private readonly string name;
    private readonly List<(string Name, string Value)> attributes = [];
    private readonly List<Node> children = [];

    private Element(string selector)
    {
        var match = Selector().Match(selector);
        if (!match.Success)
        {
            throw new ArgumentException($"\"{selector}\" is no name#id.class.", nameof(selector));
        }
        name = match.Groups["name"].Value;
        if (match.Groups["id"].Success)
        {
            attributes.Add(("id", match.Groups["id"].Value));
        }
        if (match.Groups["class"].Captures.Count > 0)
        {
            attributes.Add(("class", string.Join(' ', match.Groups["class"].Captures)));
        }
    }

    /// <summary>An element.</summary>
    /// <param name="selector">Name, and after it, if wanted, an id and classes: <c>div#map.wide.quiet</c>.</param>
    /// <param name="children">Its content; strings are text.</param>
    public static Element Of(string selector, params ReadOnlySpan<Node> children)
    {
        var element = new Element(selector);
        element.children.AddRange(children);
        return element;
    }

    /// <summary>This element with one more attribute.</summary>
    /// <exception cref="ArgumentException">The attribute would be refused by the page's policy.</exception>
    public Element With(string attribute, string value)
    {
        if (
            !AttributeName().IsMatch(attribute)
            || attribute == "style"
            || attribute.StartsWith("on", StringComparison.Ordinal)
        )
        {
            throw new ArgumentException(
                $"The page has no attribute {attribute}.",
                nameof(attribute)
            );
        }
        attributes.Add((attribute, value));
        return this;
    }

    /// <summary>This element with one more attribute if a condition holds.</summary>
    public Element With(bool condition, string attribute, string value) =>
        condition ? With(attribute, value) : this;

    /// <inheritdoc/>
    public override void Write(StringBuilder html)
    {
        html.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            html.Append(' ').Append(attribute).Append("=\"");
            Encode(value, html);
            html.Append('"');
        }
        html.Append('>');
        if (Void.Contains(name))
        {
            return;
        }
        foreach (var child in children)
        {
            child.Write(html);
        }
        html.Append("</").Append(name).Append('>');
    }

    [GeneratedRegex(
        @"^(?<name>[a-zA-Z][a-zA-Z0-9]*)(#(?<id>[a-zA-Z0-9-]+))?(\.(?<class>[a-zA-Z0-9-]+))*$"
    )]
    private static partial Regex Selector();

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9-]*$")]
    private static partial Regex AttributeName();
}
