using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Abstractions;

namespace TinyAutograd.Tests.Architecture;

/// <summary>Nothing looks up: each floor knows only the floors beneath it. Read from the sources, with the compiler's understanding.</summary>
public class ArchitectureTests(ITestOutputHelper output)
{
    private const int LongestFile = 300;
    private const int GoalForTheChainRule = 250;

    private static readonly Lazy<SourceModel> Library = new(() =>
        SourceModel.Of("src/TinyAutograd")
    );

    private static readonly string[] WordsOfKernels =
    [
        "Vector",
        "Vector64",
        "Vector128",
        "Vector256",
        "Vector512",
        "Parallel",
        "ThreadPool",
    ];

    private static readonly Lazy<SourceModel> Transformer = new(() =>
        SourceModel.Of("src/TinyAutograd.Transformer")
    );

    [Trait("Category", "Integration")]
    [Fact]
    public void The_sources_of_the_library_are_understood_and_nothing_in_them_looks_up() =>
        NothingLooksUp(Library.Value, Floors.OfLibrary, leastReferences: 5_000);

    [Trait("Category", "Integration")]
    [Fact]
    public void The_sources_of_the_transformer_are_understood_and_nothing_in_them_looks_up() =>
        NothingLooksUp(Transformer.Value, Floors.OfTransformer, leastReferences: 2_000);

    private static void NothingLooksUp(SourceModel sources, Floors floors, int leastReferences)
    {
        Assert.Empty(sources.Errors.Select(error => error.ToString()));
        Assert.All(
            sources.Files,
            file =>
                Assert.True(
                    floors.IsKnown(Floors.FolderOf(file.FilePath)),
                    $"{file.FilePath} lies in no folder of a known floor."
                )
        );
        var references = sources.References().ToArray();
        Assert.True(
            references.Length > leastReferences,
            $"Only {references.Length} references were seen."
        );
        var upwards = references.Where(reference => !floors.Allows(reference));
        Assert.True(!upwards.Any(), string.Join('\n', upwards));
    }

    [Fact]
    public void Vectors_threads_and_unsafe_code_live_in_Kernels_only()
    {
        var strays = Library
            .Value.Files.Where(file => Floors.FolderOf(file.FilePath) != "Kernels")
            .SelectMany(file => file.GetRoot().DescendantTokens())
            .Where(token =>
                token.IsKind(SyntaxKind.UnsafeKeyword)
                || (token.IsKind(SyntaxKind.IdentifierToken) && WordsOfKernels.Contains(token.Text))
            )
            .Select(token => $"{token.SyntaxTree!.FilePath}: {token.Text}");
        Assert.True(!strays.Any(), string.Join('\n', strays));
    }

    [Theory]
    [InlineData("src/TinyAutograd")]
    [InlineData("src/TinyAutograd.Transformer")]
    public void No_file_is_longer_than_300_lines(string project)
    {
        var tooLong = Directory
            .EnumerateFiles(
                Path.Combine(Repository.Root, project),
                "*.cs",
                SearchOption.AllDirectories
            )
            .Select(file =>
                (
                    Name: Path.GetRelativePath(Repository.Root, file),
                    Lines: File.ReadLines(file).Count()
                )
            )
            .Where(file => file.Lines > LongestFile);
        Assert.True(!tooLong.Any(), string.Join('\n', tooLong));
    }

    [Fact]
    public void The_length_of_the_chain_rule_is_told()
    {
        var lines = Library
            .Value.Files.Where(file =>
                file.FilePath.StartsWith("Tape/BackwardPass", StringComparison.Ordinal)
            )
            .Sum(file => file.GetText().Lines.Count - 1);
        Assert.True(lines > 0);
        output.WriteLine(
            $"The chain rule (Tape/BackwardPass): {lines} lines; the goal is {GoalForTheChainRule}."
        );
    }

    /// <summary>The test can fail: a name, an operator, an indexer and a conversion of a higher floor are all seen.</summary>
    [Fact]
    public void References_upwards_and_sideways_are_found()
    {
        var model = new SourceModel([
            (
                "Ops/Money.cs",
                """
                public struct Money
                {
                    public static Money operator +(Money a, Money b) => a;
                    public int this[int i] => i;
                    public static implicit operator int(Money m) => 1;
                }
                public static class MoneyOps { public static void Spend(this Purse p) { } }
                """
            ),
            (
                "Variables/Purse.cs",
                """
                public class Purse { }
                public class Shop<TMoney>
                {
                    public void Pay(Purse p, Money[] m)
                    {
                        p.Spend();
                        var sum = m[0] + m[1];
                        var first = m[0][0];
                        int one = m[0];
                    }
                }
                """
            ),
            ("Checking/A.cs", "public class A { public B Other; }"),
            ("Inspection/B.cs", "public class B { public Purse Purse; }"),
        ]);
        Assert.Empty(model.Errors);
        var found = model
            .References()
            .Where(x => !Floors.OfLibrary.Allows(x))
            .Select(x => x.Symbol.ToDisplayString())
            .ToHashSet();
        Assert.Contains("Money", found);
        Assert.Contains("Purse.Spend()", found);
        Assert.Contains("Money.operator +(Money, Money)", found);
        Assert.Contains("Money.this[int]", found);
        Assert.Contains("B", found);
        Assert.Contains(
            found,
            symbol => symbol.Contains("implicit operator int", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("Purse", found);
    }
}
