using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TinyAutograd.Docs.ApiMarkdown;

/// <summary>The public types of some assemblies, and the XML comments that the compiler wrote beside them.</summary>
public sealed class Api
{
    private readonly CSharpCompilation compilation;
    private readonly Dictionary<string, XElement> comments;

    private Api(
        CSharpCompilation compilation,
        IReadOnlyList<IAssemblySymbol> assemblies,
        Dictionary<string, XElement> comments
    )
    {
        this.compilation = compilation;
        this.comments = comments;
        Assemblies = assemblies;
        Types = [.. assemblies.SelectMany(assembly => TypesOf(assembly.GlobalNamespace))];
    }

    /// <summary>The assemblies that are documented.</summary>
    public IReadOnlyList<IAssemblySymbol> Assemblies { get; }

    /// <summary>Their public types, nested ones too, by name.</summary>
    public IReadOnlyList<INamedTypeSymbol> Types { get; }

    /// <summary>Reads assemblies; the comments of each lie beside it, in a file with the ending <c>.xml</c>.</summary>
    /// <exception cref="FileNotFoundException">An assembly or its comments are missing.</exception>
    public static Api Load(params IReadOnlyList<string> paths)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(
            Path.PathSeparator
        );
        var names = paths.Select(Path.GetFileName).ToHashSet();
        var documented = paths.Select(path => MetadataReference.CreateFromFile(path)).ToArray();
        var others = platform
            .Where(path => !names.Contains(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("api", references: [.. documented, .. others]);
        var comments = paths
            .SelectMany(path =>
                XDocument
                    .Load(Path.ChangeExtension(path, ".xml"), LoadOptions.PreserveWhitespace)
                    .Descendants("member")
            )
            .ToDictionary(member => member.Attribute("name")!.Value);
        return new Api(
            compilation,
            [
                .. documented.Select(reference =>
                    (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!
                ),
            ],
            comments
        );
    }

    /// <summary>The comment of a type or member as it was written; null where there is none.</summary>
    public XElement? Comment(ISymbol symbol) =>
        comments.GetValueOrDefault(symbol.OriginalDefinition.GetDocumentationCommentId() ?? "");

    /// <summary>What a cross-reference of a comment names; null where there is no such type or member.</summary>
    public ISymbol? Resolve(string reference) =>
        DocumentationCommentId.GetFirstSymbolForDeclarationId(reference, compilation);

    /// <summary>Whether a type or member is part of what is documented.</summary>
    public bool Contains(ISymbol symbol) =>
        Assemblies.Contains(symbol.ContainingAssembly, SymbolEqualityComparer.Default);

    /// <summary>The members of a type that its users or its derived types see, in the order of the source. Those of extension blocks count as the type's.</summary>
    public static IEnumerable<ISymbol> Members(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Delegate)
        {
            return [];
        }
        // The compiler adds a static method for each member of a block, which is the same member once more.
        var twins = type.GetTypeMembers()
            .Where(block => block.IsExtension)
            .SelectMany(block => block.GetMembers().OfType<IMethodSymbol>())
            .Select(method => method.AssociatedExtensionImplementation)
            .ToHashSet<ISymbol?>(SymbolEqualityComparer.Default);
        return type.GetMembers()
            .Where(member => !twins.Contains(member))
            .SelectMany(member =>
                member is INamedTypeSymbol { IsExtension: true } block
                    ? block.GetMembers()
                    : [member]
            )
            .Where(member =>
                member is not INamedTypeSymbol && IsVisible(member) && IsWritten(member)
            );
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol container) =>
        container
            .GetMembers()
            .OfType<INamespaceOrTypeSymbol>()
            .Where(symbol => symbol is INamespaceSymbol || IsVisible(symbol))
            .OrderBy(symbol => symbol.MetadataName, StringComparer.Ordinal)
            .SelectMany(symbol =>
                symbol is INamedTypeSymbol { IsExtension: false } type ? TypesOf(type).Prepend(type)
                : symbol is INamespaceSymbol ? TypesOf(symbol)
                : []
            );

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility
            is Accessibility.Public
                or Accessibility.Protected
                or Accessibility.ProtectedOrInternal;

    // Not the parts of properties and events, and not what the compiler adds to records, enumerations and structures.
    private static bool IsWritten(ISymbol member) =>
        !member.IsImplicitlyDeclared
        && member
            is not IMethodSymbol
            {
                MethodKind: MethodKind.PropertyGet
                    or MethodKind.PropertySet
                    or MethodKind.EventAdd
                    or MethodKind.EventRemove
            }
        && !(
            member is IMethodSymbol
            && member
                .GetAttributes()
                .Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute")
        );
}
