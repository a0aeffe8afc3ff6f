using Microsoft.CodeAnalysis;

namespace TinyAutograd.Docs.ApiMarkdown;

/// <summary>Types and members as they are written in C#.</summary>
public static class Signatures
{
    private const SymbolDisplayMiscellaneousOptions Names =
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes
        | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
        | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
        | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral;

    /// <summary>A type without its namespace: <c>Variable&lt;T&gt;</c>.</summary>
    public static readonly SymbolDisplayFormat TypeName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: Names
    );

    private static readonly SymbolDisplayFormat Declaration = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters
            | SymbolDisplayGenericsOptions.IncludeTypeConstraints
            | SymbolDisplayGenericsOptions.IncludeVariance,
        memberOptions: SymbolDisplayMemberOptions.IncludeAccessibility
            | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeConstantValue,
        delegateStyle: SymbolDisplayDelegateStyle.NameAndSignature,
        extensionMethodStyle: SymbolDisplayExtensionMethodStyle.StaticMethod,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType
            | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeModifiers
            | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword,
        miscellaneousOptions: Names
    );

    private static readonly SymbolDisplayFormat Heading = TypeName
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters)
        .WithParameterOptions(
            SymbolDisplayParameterOptions.IncludeType
                | SymbolDisplayParameterOptions.IncludeParamsRefOut
        )
        .RemoveGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters)
        .AddGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters);

    /// <summary>The declaration of a type or member.</summary>
    public static string Of(ISymbol symbol) =>
        symbol switch
        {
            INamedTypeSymbol type => Modifiers(type) + type.ToDisplayString(Declaration),
            { ContainingType: { IsExtension: true, ExtensionParameter: { } receiver } block } =>
                $"extension{TypeParameters(block)}({receiver.ToDisplayString(Declaration)})\n    {symbol.ToDisplayString(Declaration)}",
            _ => symbol.ToDisplayString(Declaration),
        };

    /// <summary>The name of a member with the types of its parameters.</summary>
    public static string Name(ISymbol symbol) => symbol.ToDisplayString(Heading);

    /// <summary>What kind of type it is, as C# calls it.</summary>
    public static string Kind(INamedTypeSymbol type) =>
        type.TypeKind switch
        {
            TypeKind.Struct => type.IsRecord ? "record struct" : "struct",
            TypeKind.Interface => "interface",
            TypeKind.Enum => "enum",
            TypeKind.Delegate => "delegate",
            _ => type.IsRecord ? "record" : "class",
        };

    private static string TypeParameters(INamedTypeSymbol block) =>
        block.TypeParameters.Length == 0
            ? ""
            : $"<{string.Join(", ", block.TypeParameters.Select(parameter => parameter.Name))}>";

    private static string Modifiers(INamedTypeSymbol type)
    {
        var access = type.DeclaredAccessibility == Accessibility.Public ? "public " : "protected ";
        var inheritance =
            type.TypeKind != TypeKind.Class ? ""
            : type.IsStatic ? "static "
            : type.IsAbstract ? "abstract "
            : type.IsSealed ? "sealed "
            : "";
        var isReadOnly = type.TypeKind == TypeKind.Struct && type.IsReadOnly;
        return $"{access}{inheritance}{(isReadOnly ? "readonly " : "")}{(type.IsRefLikeType ? "ref " : "")}";
    }
}
