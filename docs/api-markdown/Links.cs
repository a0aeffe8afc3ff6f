using System.Text;
using Microsoft.CodeAnalysis;

namespace TinyAutograd.Docs.ApiMarkdown;

/// <summary>Where types and members are described: in our pages, or in those of .NET.</summary>
public sealed class Links(Api api)
{
    private const string DotNet = "https://learn.microsoft.com/dotnet/api/";

    /// <summary>The file of a type's page.</summary>
    public static string File(INamedTypeSymbol type) => $"{FullName(type).Replace('`', '-')}.md";

    /// <summary>The file of a namespace's index.</summary>
    public static string File(INamespaceSymbol space) => $"{space.ToDisplayString()}.md";

    /// <summary>The place of a type or member on its page, from the name that the compiler gives it in XML comments.</summary>
    public static string Anchor(string id)
    {
        var anchor = new StringBuilder();
        foreach (var letter in id[2..])
        {
            anchor.Append(
                char.IsLetterOrDigit(letter) || letter is '.' or '_' ? $"{letter}"
                : letter == '`' ? "-"
                : $"-{(int)letter:x}"
            );
        }
        return anchor.ToString();
    }

    /// <summary>The address of a type or member; null where it has no page.</summary>
    public string? Address(ISymbol symbol)
    {
        symbol = symbol.OriginalDefinition;
        if (symbol is INamespaceSymbol space)
        {
            return File(space);
        }
        var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        if (type is null)
        {
            return null;
        }
        if (api.Types.Contains(type, SymbolEqualityComparer.Default))
        {
            return symbol is INamedTypeSymbol
                ? File(type)
                : $"{File(type)}#{Anchor(symbol.GetDocumentationCommentId()!)}";
        }
        if (api.Contains(symbol))
        {
            return null;
        }
        var name =
            FullName(type)
            + (
                symbol is INamedTypeSymbol
                    ? ""
                    : $".{symbol.Name.Replace(".ctor", "-ctor", StringComparison.Ordinal)}"
            );
        return DotNet + name.Replace('`', '-').ToLowerInvariant();
    }

    /// <summary>A type as it stands in code, each of its names a link.</summary>
    public string Type(ITypeSymbol type) =>
        string.Concat(
            type.ToDisplayParts(Signatures.TypeName)
                .Select(part =>
                    part.Symbol is INamedTypeSymbol named && Address(named) is { } address
                        ? $"[{Markdown.Escape($"{part}")}]({address})"
                        : Markdown.Escape($"{part}")
                )
        );

    private static string FullName(INamedTypeSymbol type) =>
        type.ContainingType is { } outer
            ? $"{FullName(outer)}.{type.MetadataName}"
            : $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}";
}
