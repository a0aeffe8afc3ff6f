using System.Globalization;
using System.Numerics;
using System.Text;

namespace TinyAutograd;

/// <summary>Diagrams of a tape. Its table is <see cref="Tape{T}.ToString"/>.</summary>
/// <remarks>Entries are boxes with their number; those that no other entry reads, the results, have a double outline and their shape. Parameters
/// are cylinders, constants ellipses, and what was computed before the tape opened has a dashed outline. Edges carry shapes.</remarks>
public static class TapeInspection
{
    /// <summary>The tape as a Graphviz graph: <c>dot -Tsvg</c> draws it.</summary>
    /// <param name="tape">Open.</param>
    /// <returns>A text in the DOT language, lines ended by <c>\n</c>.</returns>
    /// <exception cref="ObjectDisposedException">The tape is closed.</exception>
    public static string ToDot<T>(this Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var diagram = TapeDiagram.Of(tape);
        var text = new StringBuilder("digraph tape {\n  node [fontname=\"sans-serif\"];\n");
        foreach (var node in diagram.Nodes)
        {
            var style = node.Kind switch
            {
                TapeNodeKind.Op => "shape=box",
                TapeNodeKind.Result => "shape=box, peripheries=2",
                TapeNodeKind.Parameter => "shape=cylinder",
                TapeNodeKind.Constant => "shape=ellipse",
                _ => "shape=ellipse, style=dashed",
            };
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {node.Id} [{style}, label=\"{DotText(node.Text)}\"];\n"
            );
        }
        foreach (var edge in diagram.Edges)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {edge.From} -> {edge.To} [label=\"{DotText(edge.Text)}\"];\n"
            );
        }
        return text.Append("}\n").ToString();
    }

    /// <summary>The tape as a Mermaid flowchart, which Markdown viewers draw.</summary>
    /// <param name="tape">Open.</param>
    /// <returns>A text in the Mermaid language, lines ended by <c>\n</c>.</returns>
    /// <exception cref="ObjectDisposedException">The tape is closed.</exception>
    public static string ToMermaid<T>(this Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var diagram = TapeDiagram.Of(tape);
        var text = new StringBuilder("flowchart TD\n");
        foreach (var node in diagram.Nodes)
        {
            var (open, close) = node.Kind switch
            {
                TapeNodeKind.Op => ("[", "]"),
                TapeNodeKind.Result => ("[[", "]]"),
                TapeNodeKind.Parameter => ("[(", ")]"),
                TapeNodeKind.Constant => ("([", "])"),
                _ => ("([", "]):::outside"),
            };
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {node.Id}{open}\"{MermaidText(node.Text)}\"{close}\n"
            );
        }
        foreach (var edge in diagram.Edges)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {edge.From} -- \"{MermaidText(edge.Text)}\" --> {edge.To}\n"
            );
        }
        if (diagram.Nodes.Any(node => node.Kind == TapeNodeKind.Outside))
        {
            text.Append("  classDef outside stroke-dasharray: 4\n");
        }
        return text.ToString();
    }

    // In a quoted string a backslash escapes, and HTML entities are decoded.
    private static string DotText(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '&' => escaped.Append("&amp;"),
                '\n' => escaped.Append("\\n"),
                _ when Rune.IsControl(rune) => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune.ToString()),
            };
        }
        return escaped.ToString();
    }

    // Letters, digits and what no version of Mermaid gives a meaning within quotes stay; the rest becomes entity codes.
    private static string MermaidText(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (
                Rune.IsLetterOrDigit(rune)
                || " .,:_-+=/()".Contains(rune.ToString(), StringComparison.Ordinal)
            )
            {
                escaped.Append(rune.ToString());
            }
            else if (Rune.IsControl(rune))
            {
                escaped.Append('\uFFFD');
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
            }
        }
        return escaped.ToString();
    }
}
