using System.Collections.Immutable;
using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace TinyAutograd.Docs.ApiMarkdown;

/// <summary>The page of a type: its comment and those of its members.</summary>
public sealed class TypePage(Comments comments, Markdown markdown, Links links)
{
    private static readonly (string Title, Func<ISymbol, bool> Holds)[] Groups =
    [
        ("Constructors", member => member is IMethodSymbol { MethodKind: MethodKind.Constructor }),
        ("Fields", member => member is IFieldSymbol),
        ("Properties", member => member is IPropertySymbol),
        (
            "Methods",
            member =>
                member
                    is IMethodSymbol
                    {
                        MethodKind: MethodKind.Ordinary
                            or MethodKind.ExplicitInterfaceImplementation
                    }
        ),
        (
            "Operators",
            member =>
                member
                    is IMethodSymbol
                    {
                        MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion
                    }
        ),
        ("Events", member => member is IEventSymbol),
    ];

    /// <summary>The page.</summary>
    public string Render(INamedTypeSymbol type)
    {
        var page = new StringBuilder();
        page.Append(
            $"{Place(type)}\n\n# {Markdown.Escape(type.ToDisplayString(Signatures.TypeName))} {Signatures.Kind(type)}\n\n"
        );
        page.Append(
            $"Namespace: {markdown.Link(type.ContainingNamespace)} · Package: {type.ContainingAssembly.Name}\n\n"
        );
        Describe(page, type);
        var members = Api.Members(type).ToArray();
        foreach (var (title, holds) in Groups)
        {
            var group = members.Where(holds).ToArray();
            if (group.Length > 0)
            {
                page.Append($"\n## {title}\n");
            }
            foreach (var member in group)
            {
                page.Append(
                    $"\n{Place(member)}\n\n### {Markdown.Escape(Signatures.Name(member))}\n\n"
                );
                Describe(page, member);
            }
        }
        return page.ToString();
    }

    /// <summary>The first sentences about a type or member, on one line.</summary>
    public string Summary(ISymbol symbol) =>
        comments.Of(symbol)?.Element("summary") is { } summary
            ? markdown.Line(summary, symbol)
            : "";

    private static string Place(ISymbol symbol) =>
        $"<a id=\"{Links.Anchor(symbol.OriginalDefinition.GetDocumentationCommentId()!)}\"></a>";

    private void Describe(StringBuilder page, ISymbol symbol)
    {
        var comment = comments.Of(symbol) ?? new XElement("member");
        foreach (var summary in comment.Elements("summary"))
        {
            page.Append($"{markdown.Text(summary, symbol)}\n\n");
        }
        page.Append($"```csharp\n{Signatures.Of(symbol)}\n```\n");
        if (symbol is INamedTypeSymbol type)
        {
            Ancestors(page, type);
        }
        List(
            page,
            "Type parameters",
            TypeParameters(symbol)
                .Select(parameter =>
                    Item($"`{parameter.Name}`", comment, "typeparam", parameter.Name, symbol)
                )
        );
        List(
            page,
            "Parameters",
            Parameters(symbol)
                .Select(parameter =>
                    Item(
                        $"`{parameter.Name}` {links.Type(parameter.Type)}",
                        comment,
                        "param",
                        parameter.Name,
                        symbol
                    )
                )
        );
        if (Result(symbol) is { } result)
        {
            var text = comment.Element("returns") ?? comment.Element("value");
            page.Append(
                $"\n**{(symbol is IMethodSymbol or INamedTypeSymbol ? "Returns" : "Type")}** {links.Type(result)}{(text is null ? "" : $": {markdown.Line(text, symbol)}")}\n"
            );
        }
        List(
            page,
            "Exceptions",
            comment
                .Elements("exception")
                .Select(element =>
                    $"{markdown.Line(new XElement("x", new XElement("see", element.Attribute("cref"))), symbol)}: {markdown.Line(element, symbol)}"
                )
        );
        foreach (var remarks in comment.Elements("remarks"))
        {
            page.Append($"\n{markdown.Text(remarks, symbol)}\n");
        }
        foreach (var example in comment.Elements("example"))
        {
            page.Append($"\n**Example**\n\n{markdown.Text(example, symbol)}\n");
        }
        List(
            page,
            "See also",
            comment
                .Elements("seealso")
                .Select(element => markdown.Line(new XElement("x", element), symbol))
        );
    }

    private void Ancestors(StringBuilder page, INamedTypeSymbol type)
    {
        if (
            type is
            {
                TypeKind: TypeKind.Class,
                BaseType: { SpecialType: not SpecialType.System_Object } basis
            }
        )
        {
            page.Append($"\n**Inherits** {links.Type(basis)}\n");
        }
        if (type.Interfaces.Length > 0)
        {
            page.Append(
                $"\n**Implements** {string.Join(", ", type.Interfaces.Select(links.Type))}\n"
            );
        }
    }

    private string Item(string title, XElement comment, string kind, string name, ISymbol symbol) =>
        comment.Elements(kind).FirstOrDefault(element => element.Attribute("name")!.Value == name)
            is { } element
            ? $"{title}: {markdown.Line(element, symbol)}"
            : title;

    private static void List(StringBuilder page, string title, IEnumerable<string> items)
    {
        var lines = items.Select(item => $"- {item}\n").ToArray();
        if (lines.Length > 0)
        {
            page.Append($"\n**{title}**\n\n{string.Concat(lines)}");
        }
    }

    // What an extension block takes belongs to each of its members.
    private static ImmutableArray<ITypeParameterSymbol> TypeParameters(ISymbol symbol) =>
        symbol switch
        {
            INamedTypeSymbol type => type.TypeParameters,
            IMethodSymbol method =>
            [
                .. Block(symbol)?.TypeParameters ?? [],
                .. method.TypeParameters,
            ],
            _ => Block(symbol)?.TypeParameters ?? [],
        };

    private static ImmutableArray<IParameterSymbol> Parameters(ISymbol symbol)
    {
        ImmutableArray<IParameterSymbol> own = symbol switch
        {
            IMethodSymbol method => method.Parameters,
            IPropertySymbol property => property.Parameters,
            INamedTypeSymbol { DelegateInvokeMethod: { } invoke } => invoke.Parameters,
            _ => [],
        };
        return Block(symbol)?.ExtensionParameter is { } receiver ? [receiver, .. own] : own;
    }

    private static INamedTypeSymbol? Block(ISymbol symbol) =>
        symbol.ContainingType is { IsExtension: true } block ? block : null;

    private static ITypeSymbol? Result(ISymbol symbol) =>
        symbol switch
        {
            IMethodSymbol { ReturnsVoid: false, MethodKind: not MethodKind.Constructor } method =>
                method.ReturnType,
            IPropertySymbol property => property.Type,
            IFieldSymbol { ContainingType.TypeKind: not TypeKind.Enum } field => field.Type,
            IEventSymbol raised => raised.Type,
            INamedTypeSymbol { DelegateInvokeMethod: { ReturnsVoid: false } invoke } =>
                invoke.ReturnType,
            _ => null,
        };
}
