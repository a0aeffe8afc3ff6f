using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TinyAutograd.Packages.Tests;

/// <summary>What a package offers, as text: every public or protected member of every public type, in alphabetical order.</summary>
internal static class PublicApi
{
    private static readonly SymbolDisplayFormat TypeFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters
            | SymbolDisplayGenericsOptions.IncludeTypeConstraints
            | SymbolDisplayGenericsOptions.IncludeVariance,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType
            | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeExtensionThis,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
    );

    private static readonly SymbolDisplayFormat BaseFormat = TypeFormat
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters)
        .WithKindOptions(SymbolDisplayKindOptions.None);

    private static readonly SymbolDisplayFormat MemberFormat = TypeFormat
        .AddMemberOptions(
            SymbolDisplayMemberOptions.IncludeModifiers
                | SymbolDisplayMemberOptions.IncludeAccessibility
                | SymbolDisplayMemberOptions.IncludeType
                | SymbolDisplayMemberOptions.IncludeParameters
                | SymbolDisplayMemberOptions.IncludeConstantValue
                | SymbolDisplayMemberOptions.IncludeExplicitInterface
                | SymbolDisplayMemberOptions.IncludeRef
        )
        .WithMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.UseSpecialTypes
                | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
        );

    /// <summary>The API of a compiled assembly, one member a line.</summary>
    public static string Of(Assembly assembly)
    {
        var trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var references = trusted
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path))
            .ToArray();
        var compilation = CSharpCompilation.Create("api", references: references);
        var own = references.Single(reference => reference.FilePath == assembly.Location);
        var symbol = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(own)!;
        var lines = Types(symbol.GlobalNamespace)
            .OrderBy(type => type.ToDisplayString(), StringComparer.Ordinal)
            .SelectMany(Lines);
        return string.Join('\n', lines).Trim() + "\n";
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol scope) =>
        scope
            .GetTypeMembers()
            .Where(IsOffered)
            .SelectMany(type => Types(type).Prepend(type))
            .Concat(
                scope is INamespaceSymbol space ? space.GetNamespaceMembers().SelectMany(Types) : []
            );

    private static IEnumerable<string> Lines(INamedTypeSymbol type)
    {
        var modifiers =
            type.TypeKind != TypeKind.Class ? ""
            : type.IsStatic ? "static "
            : type.IsAbstract ? "abstract "
            : type.IsSealed ? "sealed "
            : "";
        var interfaces = type
            .Interfaces.Where(i => i.DeclaredAccessibility == Accessibility.Public)
            .Select(i => i.ToDisplayString(BaseFormat))
            .Order(StringComparer.Ordinal);
        var bases = type.BaseType is { SpecialType: SpecialType.None } parent
            ? interfaces.Prepend(parent.ToDisplayString(BaseFormat))
            : interfaces;
        var all = string.Join(", ", bases);
        yield return "";
        yield return $"{type.ContainingNamespace}: {modifiers}{type.ToDisplayString(TypeFormat)}"
            + (all.Length > 0 ? $" : {all}" : "");
        var members = type.GetMembers()
            .Where(member =>
                member is not INamedTypeSymbol && IsOffered(member) && IsWritten(member)
            )
            .Select(member => "    " + member.ToDisplayString(MemberFormat))
            .Order(StringComparer.Ordinal);
        foreach (var member in members)
        {
            yield return member;
        }
    }

    private static bool IsOffered(ISymbol symbol) =>
        symbol.DeclaredAccessibility
            is Accessibility.Public
                or Accessibility.Protected
                or Accessibility.ProtectedOrInternal;

    // Accessors are seen in their property; what the compiler adds to a record is seen in the word record.
    private static bool IsWritten(ISymbol member) =>
        member is not IMethodSymbol { AssociatedSymbol: not null }
        && !member.IsImplicitlyDeclared
        && !member
            .GetAttributes()
            .Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");
}
