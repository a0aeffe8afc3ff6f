using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TinyAutograd.Docs.ApiMarkdown;

namespace TinyAutograd.Docs.Tests;

/// <summary>Forms of C# and of comments, ours and those that the packages do not use yet, in an assembly that the test compiles.</summary>
public sealed class ApiMarkdownFormsTests : IDisposable
{
    private const string Source = """
        namespace Sample;

        /// <summary>A box of <typeparamref name="T"/>.</summary>
        /// <typeparam name="T">What is in it.</typeparam>
        public class Box<T>
        {
            /// <summary>Opens it after <paramref name="delay"/>.</summary>
            /// <param name="delay">In seconds.</param>
            /// <exception cref="System.TimeoutException">Too long.</exception>
            public virtual T? Open(double delay = 0.5) => default;

            /// <summary>Both.</summary>
            public static Box<T> operator +(Box<T> a, Box<T> b) => a;

            /// <summary>The content.</summary>
            public static explicit operator T?(Box<T> box) => default;

            /// <summary>A lid.</summary>
            /// <typeparam name="U">Of another kind.</typeparam>
            public sealed class Lid<U>
            {
                /// <summary>On <see cref="Box{T}"/>, see <see cref="Open(double)"/> and <see langword="null"/>.</summary>
                public void Close(Box<T>.Lid<U>[] others) { }
            }
        }

        /// <summary>A box with a lock.</summary>
        public sealed class Safe : Box<int>, System.IDisposable
        {
            /// <summary>Needs a key.</summary>
            /// <inheritdoc/>
            public override int Open(double delay) => 1;

            /// <inheritdoc cref="Open" path="/exception"/>
            /// <summary>Locks.</summary>
            /// <example><code>
            ///     safe.Lock();
            /// </code></example>
            public void Lock() { }

            /// <inheritdoc/>
            public void Dispose() { }
        }

        /// <summary>More about boxes.</summary>
        public static class BoxExtensions
        {
            /// <param name="box">The receiver.</param>
            extension<T>(Box<T> box)
            {
                /// <summary>Whether nothing is in it.</summary>
                public bool IsEmpty => true;

                /// <summary>Shakes it.</summary>
                public void Shake(int times) { }
            }
        }

        /// <summary>Where a box goes.</summary>
        /// <param name="Street">Its street.</param>
        public sealed record Address(string Street);

        /// <summary>Receives boxes.</summary>
        /// <param name="box">The box.</param>
        public delegate bool Receiver(Safe box);
        """;

    private readonly ApiFolder folder = new();

    [Fact]
    public void Generic_types_nested_types_and_operators_have_their_signatures()
    {
        var pages = Render(Source).Pages;
        var box = pages["Sample.Box-1.md"];
        Assert.Contains("# Box\\<T\\> class", box, StringComparison.Ordinal);
        Assert.Contains(
            "public virtual T? Open(double delay = 0.5)",
            box,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "public static Box<T> operator +(Box<T> a, Box<T> b)",
            box,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "public static explicit operator T?(Box<T> box)",
            box,
            StringComparison.Ordinal
        );
        var lid = pages["Sample.Box-1.Lid-1.md"];
        Assert.Contains(
            "On [Box\\<T\\>](Sample.Box-1.md), see [Box\\<T\\>.Open](Sample.Box-1.md#",
            lid,
            StringComparison.Ordinal
        );
        Assert.Contains("and `null`.", lid, StringComparison.Ordinal);
    }

    [Fact]
    public void Inherited_comments_are_put_in()
    {
        var safe = Render(Source).Pages["Sample.Safe.md"];
        var open = safe[
            safe.IndexOf("### Open", StringComparison.Ordinal)..safe.IndexOf(
                "### Lock",
                StringComparison.Ordinal
            )
        ];
        Assert.Contains("Needs a key.", open, StringComparison.Ordinal);
        Assert.DoesNotContain("Opens it", open, StringComparison.Ordinal);
        Assert.Contains(": In seconds.", open, StringComparison.Ordinal);
        Assert.Contains(
            "[TimeoutException](https://learn.microsoft.com/dotnet/api/system.timeoutexception): Too long.",
            open,
            StringComparison.Ordinal
        );
        var rest = safe[safe.IndexOf("### Lock", StringComparison.Ordinal)..];
        Assert.Contains(": Too long.", rest, StringComparison.Ordinal);
        Assert.Contains("```csharp\nsafe.Lock();\n```", rest, StringComparison.Ordinal);
        Assert.Contains(
            "See [IDisposable.Dispose](https://learn.microsoft.com/dotnet/api/system.idisposable.dispose).",
            rest,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Members_of_an_extension_block_stand_on_the_page_of_their_class()
    {
        var page = Render(Source).Pages["Sample.BoxExtensions.md"];
        Assert.Contains(
            "extension<T>(Box<T> box)\n    public bool IsEmpty { get; }",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains("Whether nothing is in it.", page, StringComparison.Ordinal);
        var shake = page[page.IndexOf("### Shake", StringComparison.Ordinal)..];
        Assert.Contains(
            "- `box` [Box](Sample.Box-1.md)\\<T\\>: The receiver.",
            shake,
            StringComparison.Ordinal
        );
        Assert.Contains("- `times` [int]", shake, StringComparison.Ordinal);
    }

    [Fact]
    public void Properties_of_a_record_and_parameters_of_a_delegate_are_described()
    {
        var pages = Render(Source).Pages;
        Assert.Contains(
            "### Street\n\nIts street.",
            pages["Sample.Address.md"],
            StringComparison.Ordinal
        );
        Assert.Contains(
            "- `box` [Safe](Sample.Safe.md): The box.",
            pages["Sample.Receiver.md"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_cross_reference_that_names_nothing_is_reported()
    {
        var problem = Assert.Single(
            Render(
                "namespace Sample;\n/// <summary>See <see cref=\"Nowhere\"/>.</summary>\npublic class Lost;"
            ).Problems
        );
        Assert.Contains(
            "Sample.Lost: the cross-reference '!:Nowhere' names nothing",
            problem,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_element_that_is_not_known_is_refused_with_its_place()
    {
        var error = Assert.Throws<InvalidDataException>(() =>
            Render(
                "namespace Sample;\n/// <summary>A <blink>word</blink>.</summary>\npublic class Loud;"
            )
        );
        Assert.Contains("Sample.Loud: <blink>", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private ApiReference Render(string source)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(
            Path.PathSeparator
        );
        var compilation = CSharpCompilation.Create(
            "Sample",
            [
                CSharpSyntaxTree.ParseText(
                    source,
                    new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.Parse)
                ),
            ],
            platform.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
        var path = Path.Combine(folder.Path, "Sample.dll");
        using (var assembly = File.Create(path))
        using (var comments = File.Create(Path.ChangeExtension(path, ".xml")))
        {
            var result = compilation.Emit(assembly, xmlDocumentationStream: comments);
            Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        }
        return ApiReference.Of(Api.Load(path));
    }
}
