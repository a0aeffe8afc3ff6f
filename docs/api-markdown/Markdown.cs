using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace TinyAutograd.Docs.ApiMarkdown;

/// <summary>The text of comments as Markdown, with cross-references as links.</summary>
public sealed partial class Markdown(Api api, Links links)
{
    private readonly SortedSet<string> problems = new(StringComparer.Ordinal);

    /// <summary>Cross-references that name nothing that has a page.</summary>
    public IReadOnlyList<string> Problems => [.. problems];

    /// <summary>Text that Markdown shows as it is.</summary>
    public static string Escape(string text) => Special().Replace(text, @"\$0");

    /// <summary>The content of an element: paragraphs, blocks of code, and lines.</summary>
    /// <param name="element">An element of a comment, such as a summary.</param>
    /// <param name="owner">Whose comment it is, for messages.</param>
    public string Text(XElement element, ISymbol owner) =>
        Blanks()
            .Replace(string.Concat(element.Nodes().Select(node => Text(node, owner))), "\n\n")
            .Trim();

    /// <summary>The same on one line.</summary>
    public string Line(XElement element, ISymbol owner) =>
        Blank().Replace(Text(element, owner), " ");

    /// <summary>A link to a type or member under its own name.</summary>
    public string Link(ISymbol symbol) =>
        Link(
            symbol is INamedTypeSymbol
                ? symbol.ToDisplayString(Signatures.TypeName)
                : symbol.ToDisplayString(),
            symbol
        );

    private string Link(string text, ISymbol symbol) =>
        links.Address(symbol) is { } address
            ? $"[{Escape(text)}]({address})"
            : Problem(text, symbol);

    private string Problem(string text, ISymbol symbol)
    {
        problems.Add($"{symbol} has no page.");
        return Escape(text);
    }

    private string Text(XNode node, ISymbol owner) =>
        node switch
        {
            XText text => Blank().Replace(Escape(text.Value), " "),
            XElement element => element.Name.LocalName switch
            {
                "c" => $"`{Blank().Replace(element.Value, " ")}`",
                "code" => $"\n\n```csharp\n{Unindented(element.Value)}\n```\n\n",
                "para" => $"\n\n{Text(element, owner)}\n\n",
                "b" => $"**{Text(element, owner)}**",
                "paramref" or "typeparamref" => $"`{element.Attribute("name")!.Value}`",
                "see" or "seealso" => Reference(element, owner),
                var other => throw new InvalidDataException(
                    $"{owner}: <{other}> in a comment is not known here. Write it without, or teach {nameof(Markdown)} to show it."
                ),
            },
            _ => "",
        };

    private string Reference(XElement see, ISymbol owner)
    {
        if (see.Attribute("langword") is { } word)
        {
            return $"`{word.Value}`";
        }
        if (see.Attribute("href") is { } href)
        {
            return $"[{(see.IsEmpty ? href.Value : Text(see, owner))}]({href.Value})";
        }
        var reference = see.Attribute("cref")!.Value;
        if (api.Resolve(reference) is not { } symbol)
        {
            problems.Add($"{owner}: the cross-reference '{reference}' names nothing.");
            return $"`{reference}`";
        }
        // A short name, as the editor shows it: the page says whose it is.
        var isForeign =
            symbol.ContainingType is { } type
            && !SymbolEqualityComparer.Default.Equals(
                type,
                owner as INamedTypeSymbol ?? owner.ContainingType
            );
        var name =
            symbol is INamedTypeSymbol ? symbol.ToDisplayString(Signatures.TypeName)
            : symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? "constructor"
            : symbol.Name;
        var qualified =
            isForeign && symbol is not INamedTypeSymbol
                ? $"{symbol.ContainingType!.ToDisplayString(Signatures.TypeName)}.{name}"
                : name;
        return see.IsEmpty ? Link(qualified, symbol)
            : links.Address(symbol) is { } address ? $"[{Text(see, owner)}]({address})"
            : Problem(Text(see, owner), symbol);
    }

    private static string Unindented(string code)
    {
        var lines = code.ReplaceLineEndings("\n").Trim('\n').TrimEnd().Split('\n');
        var indent = lines
            .Where(line => line.Trim().Length > 0)
            .Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length < indent ? "" : line[indent..]));
    }

    [GeneratedRegex(@"[\\`*_\[\]<>]")]
    private static partial Regex Special();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"[ \n]*\n\n[ \n]*")]
    private static partial Regex Blanks();
}
