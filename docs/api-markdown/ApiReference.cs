using System.Text;
using Microsoft.CodeAnalysis;

namespace TinyAutograd.Docs.ApiMarkdown;

/// <summary>The API of some assemblies as linked Markdown pages: one a type, an index a namespace, and one that leads to them.</summary>
public sealed class ApiReference
{
    /// <summary>The file that leads to all others.</summary>
    public const string Start = "README.md";

    private ApiReference(
        IReadOnlyDictionary<string, string> pages,
        IReadOnlyList<string> problems,
        int memberCount
    )
    {
        Pages = pages;
        Problems = problems;
        MemberCount = memberCount;
    }

    /// <summary>The text of each file.</summary>
    public IReadOnlyDictionary<string, string> Pages { get; }

    /// <summary>Cross-references that lead nowhere.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>How many members the pages describe.</summary>
    public int MemberCount { get; }

    /// <summary>Makes the pages.</summary>
    public static ApiReference Of(Api api)
    {
        var links = new Links(api);
        var markdown = new Markdown(api, links);
        var page = new TypePage(new Comments(api), markdown, links);
        var pages = api.Types.ToDictionary(Links.File, page.Render);
        var namespaces = api
            .Types.GroupBy<INamedTypeSymbol, string>(type =>
                type.ContainingNamespace.ToDisplayString()
            )
            .OrderBy(space => space.Key, StringComparer.Ordinal)
            .ToArray();
        foreach (var space in namespaces)
        {
            pages.Add(Links.File(space.First().ContainingNamespace), Index(space, page, markdown));
        }
        var start = new StringBuilder(
            "# API reference\n\nMade from the XML comments of the packages.\n\n"
        );
        foreach (var space in namespaces)
        {
            start.Append(
                $"- {markdown.Link(space.First().ContainingNamespace)}: {space.Count()} types\n"
            );
        }
        pages.Add(Start, start.ToString());
        return new ApiReference(
            pages,
            markdown.Problems,
            api.Types.Sum(type => Api.Members(type).Count())
        );
    }

    /// <summary>Writes the pages into a folder.</summary>
    public void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in Pages)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    private static string Index(
        IGrouping<string, INamedTypeSymbol> types,
        TypePage page,
        Markdown markdown
    )
    {
        var index = new StringBuilder($"# {types.Key} namespace\n");
        foreach (
            var kind in types
                .GroupBy(Signatures.Kind)
                .OrderBy(kind => kind.Key, StringComparer.Ordinal)
        )
        {
            index.Append($"\n## {kind.Key}\n\n| type | |\n|---|---|\n");
            foreach (var type in kind)
            {
                index.Append(
                    $"| {markdown.Link(type)} | {page.Summary(type).Replace("|", "\\|", StringComparison.Ordinal)} |\n"
                );
            }
        }
        return index.ToString();
    }
}
