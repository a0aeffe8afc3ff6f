using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TinyAutograd.Tests.Architecture;

/// <summary>One name, operator, indexer or conversion in a source file, and the files that declare what it means.</summary>
internal sealed record Reference(SyntaxNode Node, ISymbol Symbol, IReadOnlyList<string> To)
{
    public string From => Node.SyntaxTree.FilePath;

    public override string ToString() =>
        $"{From}({Node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {Symbol} is declared in {string.Join(", ", To)}";
}

/// <summary>The library's sources with their meaning, as the compiler sees them.</summary>
internal sealed class SourceModel
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly CSharpCompilation compilation;

    /// <param name="sources">Path relative to the project's folder, with slashes, and text.</param>
    /// <param name="usesLibrary">Whether they stand on TinyAutograd, and are not it.</param>
    public SourceModel(IEnumerable<(string Path, string Text)> sources, bool usesLibrary = false)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var trees = sources
            .Append(("", ImplicitUsings))
            .Select(source => CSharpSyntaxTree.ParseText(source.Item2, options, source.Item1));
        compilation = CSharpCompilation.Create(
            "Sources",
            trees,
            References(usesLibrary),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
    }

    /// <summary>The files of the project, without the generated one.</summary>
    public IEnumerable<SyntaxTree> Files =>
        compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0);

    /// <summary>Which declarations do not compile; none, or the references mean nothing. Bodies were compiled by the build.</summary>
    public IEnumerable<Diagnostic> Errors =>
        compilation.GetDeclarationDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error);

    /// <summary>The project in a folder of the repository.</summary>
    public static SourceModel Of(string project)
    {
        var folder = Path.Combine(Repository.Root, project);
        return new SourceModel(
            Directory
                .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Select(file =>
                    (Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file))
                )
                .Where(source => !source.Item1.StartsWith("obj/", StringComparison.Ordinal)),
            usesLibrary: project != "src/TinyAutograd"
        );
    }

    /// <summary>Everything that the files refer to within the project.</summary>
    public IEnumerable<Reference> References() => Files.AsParallel().SelectMany(References);

    private IEnumerable<Reference> References(SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        return from node in tree.GetRoot().DescendantNodes()
            from symbol in Symbols(model, node)
            let files = DeclaringFiles(symbol)
            where files.Length > 0
            select new Reference(node, symbol, files);
    }

    private static IEnumerable<ISymbol> Symbols(SemanticModel model, SyntaxNode node)
    {
        if (
            node
                is SimpleNameSyntax
                    or BinaryExpressionSyntax
                    or PrefixUnaryExpressionSyntax
                    or AssignmentExpressionSyntax
                    or ElementAccessExpressionSyntax
                    or BaseObjectCreationExpressionSyntax
                    or ConstructorInitializerSyntax
            && model.GetSymbolInfo(node).Symbol is { } symbol
        )
        {
            yield return symbol;
        }
        if (
            node is ExpressionSyntax expression
            && model.GetConversion(expression).MethodSymbol is { } conversion
        )
        {
            yield return conversion;
        }
    }

    private static string[] DeclaringFiles(ISymbol symbol)
    {
        if (
            symbol.Kind
            is SymbolKind.Local
                or SymbolKind.Parameter
                or SymbolKind.RangeVariable
                or SymbolKind.Label
                or SymbolKind.TypeParameter
                or SymbolKind.Namespace
        )
        {
            return [];
        }
        if (symbol is IMethodSymbol { ReducedFrom: { } extension })
        {
            symbol = extension;
        }
        return
        [
            .. symbol
                .OriginalDefinition.DeclaringSyntaxReferences.Select(reference =>
                    reference.SyntaxTree.FilePath
                )
                .Distinct(),
        ];
    }

    // What this test process runs on, without the library itself.
    private static IEnumerable<MetadataReference> References(bool usesLibrary) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path =>
                !Path.GetFileName(path).StartsWith("TinyAutograd", StringComparison.Ordinal)
                || (usesLibrary && Path.GetFileName(path) == "TinyAutograd.dll")
            )
            .Select(path => MetadataReference.CreateFromFile(path));
}
