using System.Text;

namespace TinyTransformerLab;

/// <summary>A piece of HTML. Text becomes a node by itself and is encoded; there is no way to pass markup as a string.</summary>
internal abstract class Node
{
    /// <summary>Nothing.</summary>
    public static Node None { get; } = new TextNode("");

    public static implicit operator Node(string text) => new TextNode(text);

    /// <summary>Appends the markup.</summary>
    public abstract void Write(StringBuilder html);

    /// <inheritdoc/>
    public override string ToString()
    {
        var html = new StringBuilder();
        Write(html);
        return html.ToString();
    }

    /// <summary>Appends text so that a parser reads back that very text, in content and in quoted attributes.</summary>
    protected static void Encode(string text, StringBuilder html)
    {
        foreach (var character in text)
        {
            _ = character switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '\'' => html.Append("&#39;"),
                // Control characters are not allowed in HTML; what stands for them is.
                < ' ' and not '\n' and not '\t' => html.Append((char)('\u2400' + character)),
                _ => html.Append(character),
            };
        }
    }

    private sealed class TextNode(string text) : Node
    {
        public override void Write(StringBuilder html) => Encode(text, html);
    }
}
