using System.Security.Cryptography;
using System.Text;

namespace TinyTransformerLab;

/// <summary>A script, a style sheet or a block of data: elements whose content a parser takes as it stands.</summary>
internal sealed class RawElement : Node
{
    private readonly string open;
    private readonly string name;
    private readonly string content;

    private RawElement(string name, string attributes, string content)
    {
        if (
            content.Contains("</" + name, StringComparison.OrdinalIgnoreCase)
            || content.Contains("<!--", StringComparison.Ordinal)
        )
        {
            throw new ArgumentException(
                $"The content of <{name}> would end it early.",
                nameof(content)
            );
        }
        (this.name, this.content) = (name, content.ReplaceLineEndings("\n"));
        open = $"<{name}{attributes}>";
    }

    /// <summary>The source expression that allows this very content in a content security policy.</summary>
    public string Hash =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'";

    public static RawElement Script(string text) => new("script", "", text);

    public static RawElement Style(string text) => new("style", "", text);

    /// <summary>Data for the script: never run.</summary>
    /// <param name="id">A plain word.</param>
    /// <param name="json">Where a &lt; stands, it is escaped, so that no text can end the element.</param>
    public static RawElement Data(string id, string json) =>
        new(
            "script",
            $" type=\"application/json\" id=\"{id}\"",
            json.Replace("<", "\\u003c", StringComparison.Ordinal)
        );

    /// <inheritdoc/>
    public override void Write(StringBuilder html) =>
        html.Append(open).Append(content).Append("</").Append(name).Append('>');
}
