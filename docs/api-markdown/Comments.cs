using System.Collections.Immutable;
using System.Xml.Linq;
using System.Xml.XPath;
using Microsoft.CodeAnalysis;

namespace TinyAutograd.Docs.ApiMarkdown;

/// <summary>Comments with what they inherit put in: <c>inheritdoc</c> with or without <c>cref</c> and <c>path</c>.</summary>
public sealed class Comments(Api api)
{
    /// <summary>The comment of a type or member, complete.</summary>
    /// <returns>Null where neither it nor what it overrides, implements or belongs to has one.</returns>
    public XElement? Of(ISymbol symbol) => Of(symbol, []);

    private XElement? Of(ISymbol symbol, ImmutableArray<ISymbol> heirs)
    {
        if (heirs.Contains(symbol, SymbolEqualityComparer.Default))
        {
            throw new InvalidDataException($"{symbol}: inheritdoc leads back to itself.");
        }
        var own = api.Comment(symbol);
        if (own is null)
        {
            return FromRecord(symbol);
        }
        var complete = new XElement(own);
        foreach (var inherit in complete.Elements("inheritdoc").ToArray())
        {
            inherit.Remove();
            var source = inherit.Attribute("cref") is { } reference
                ? api.Resolve(reference.Value)
                : Inherited(symbol);
            if (source is null)
            {
                throw new InvalidDataException(
                    $"{symbol}: there is nothing that {inherit} could inherit from."
                );
            }
            var path = inherit.Attribute("path")?.Value ?? "*";
            foreach (
                var element in Parts(source, path, heirs.Add(symbol))
                    .Where(element => !IsThere(complete, element))
            )
            {
                complete.Add(element);
            }
        }
        // A member of an extension block has what the block takes, too.
        if (symbol.ContainingType is { IsExtension: true } block && api.Comment(block) is { } taken)
        {
            complete.Add(
                taken.Elements().Where(element => element.Name.LocalName is "param" or "typeparam")
            );
        }
        return complete;
    }

    private IEnumerable<XElement> Parts(ISymbol source, string path, ImmutableArray<ISymbol> heirs)
    {
        source = source.OriginalDefinition;
        if (!api.Contains(source))
        {
            // The comments of .NET are not at hand: their place is named.
            var id = source.GetDocumentationCommentId()!;
            return
            [
                new XElement(
                    "summary",
                    "See ",
                    new XElement("see", new XAttribute("cref", id)),
                    "."
                ),
            ];
        }
        var comment = Of(source, heirs);
        return comment is null
            ? []
            : path.Split('|')
                .SelectMany(part => comment.XPathSelectElements(part.Trim().TrimStart('/')));
    }

    private static bool IsThere(XElement comment, XElement element) =>
        comment
            .Elements(element.Name)
            .Any(other =>
                other.Attribute("name")?.Value == element.Attribute("name")?.Value
                && other.Attribute("cref")?.Value == element.Attribute("cref")?.Value
            );

    /// <summary>What a member overrides or implements, what a type derives from.</summary>
    public static ISymbol? Inherited(ISymbol symbol) =>
        symbol switch
        {
            INamedTypeSymbol { BaseType: { SpecialType: SpecialType.None } basis } => basis,
            INamedTypeSymbol type => type.Interfaces.FirstOrDefault(),
            IMethodSymbol { OverriddenMethod: { } overridden } => overridden,
            IPropertySymbol { OverriddenProperty: { } overridden } => overridden,
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor =>
                constructor.ContainingType.BaseType?.InstanceConstructors.FirstOrDefault(other =>
                    other
                        .Parameters.Select(parameter => parameter.Type.ToDisplayString())
                        .SequenceEqual(
                            constructor.Parameters.Select(parameter =>
                                parameter.Type.ToDisplayString()
                            )
                        )
                ),
            _ => symbol
                .ContainingType?.AllInterfaces.SelectMany(contract => contract.GetMembers())
                .FirstOrDefault(member =>
                    SymbolEqualityComparer.Default.Equals(
                        symbol.ContainingType.FindImplementationForInterfaceMember(member),
                        symbol
                    )
                ),
        };

    // A property that a record declares in its head is described by the record's parameter.
    private XElement? FromRecord(ISymbol symbol)
    {
        var parameter =
            symbol is IPropertySymbol && symbol.ContainingType is { } type
                ? api.Comment(type)
                    ?.Elements("param")
                    .FirstOrDefault(element => element.Attribute("name")!.Value == symbol.Name)
                : null;
        return parameter is not null
                ? new XElement("member", new XElement("summary", parameter.Nodes()))
            : Inherited(symbol) is { } source ? new XElement("member", Parts(source, "*", [symbol]))
            : null;
    }
}
