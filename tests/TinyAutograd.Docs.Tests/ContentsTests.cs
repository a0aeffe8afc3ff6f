using System.Text.Json;
using System.Text.RegularExpressions;

namespace TinyAutograd.Docs.Tests;

/// <summary>Tables of contents and DocFX's settings name what exists, and every page stands in a table.</summary>
public partial class ContentsTests
{
    private static readonly JsonElement Settings = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(Documentation.Folder, "docfx.json")))
        .RootElement;

    private static IEnumerable<(string Table, string Target)> Entries =>
        Directory
            .EnumerateFiles(Documentation.Folder, "toc.yml", SearchOption.AllDirectories)
            .SelectMany(table =>
                Entry()
                    .Matches(File.ReadAllText(table))
                    .Select(match => (table, Documentation.From(table, match.Groups[1].Value)))
            );

    /// <summary>Where DocFX puts the table of contents of the API, which no clone has before the site is built.</summary>
    private static string[] Generated =>
        [
            .. Settings
                .GetProperty("metadata")
                .EnumerateArray()
                .Select(metadata =>
                    Path.GetFullPath(
                        Path.Combine(
                            Documentation.Folder,
                            metadata.GetProperty("dest").GetString()!,
                            "toc.yml"
                        )
                    )
                ),
        ];

    private static IEnumerable<JsonElement> Content =>
        Settings.GetProperty("build").GetProperty("content").EnumerateArray();

    [Fact]
    public void Every_entry_of_a_table_has_its_file()
    {
        Assert.NotEmpty(Entries);
        Assert.All(
            Entries,
            entry =>
                Assert.True(
                    File.Exists(entry.Target) || Generated.Contains(entry.Target),
                    $"{Documentation.Short(entry.Table)}: {Documentation.Short(entry.Target)} does not exist."
                )
        );
    }

    [Fact]
    public void Every_page_stands_in_one_table()
    {
        var pages = Documentation
            .Articles.Select(article => article.Path)
            .Where(path => Path.GetFileName(path) != "index.md");
        Assert.All(
            pages,
            page =>
                Assert.True(
                    Entries.Count(entry => entry.Target == page) == 1,
                    $"{Documentation.Short(page)} stands in {Entries.Count(entry => entry.Target == page)} tables of contents."
                )
        );
    }

    [Fact]
    public void Every_page_is_part_of_the_site()
    {
        var patterns = Content
            .Where(content => !content.TryGetProperty("src", out _))
            .SelectMany(content => content.GetProperty("files").EnumerateArray())
            .Select(file => file.GetString()!)
            .ToArray();
        Assert.All(
            Documentation.Articles,
            article =>
                Assert.Contains(
                    patterns,
                    pattern =>
                        Matches(pattern, Path.GetRelativePath(Documentation.Folder, article.Path))
                )
        );
    }

    [Fact]
    public void The_settings_of_DocFX_name_existing_paths()
    {
        var patterns = Content
            .Where(content => !content.TryGetProperty("src", out _))
            .Concat(Settings.GetProperty("build").GetProperty("resource").EnumerateArray())
            .SelectMany(content => content.GetProperty("files").EnumerateArray())
            .Select(file => file.GetString()!);
        var files = Directory
            .EnumerateFiles(Documentation.Folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Documentation.Folder, file))
            .ToArray();
        Assert.All(patterns, pattern => Assert.Contains(files, file => Matches(pattern, file)));

        var sources = Settings
            .GetProperty("metadata")
            .EnumerateArray()
            .SelectMany(metadata => metadata.GetProperty("src").EnumerateArray())
            .SelectMany(source =>
                source
                    .GetProperty("files")
                    .EnumerateArray()
                    .Select(file =>
                        Path.Combine(
                            Documentation.Folder,
                            source.GetProperty("src").GetString()!,
                            file.GetString()!
                        )
                    )
            )
            .ToArray();
        Assert.Equal(2, sources.Length);
        Assert.All(sources, file => Assert.True(File.Exists(file), file));

        var pictures = Settings
            .GetProperty("build")
            .GetProperty("globalMetadata")
            .EnumerateObject()
            .Where(property => property.Name.EndsWith("Path", StringComparison.Ordinal))
            .Select(property => property.Value.GetString()!);
        Assert.All(
            pictures,
            path => Assert.True(File.Exists(Path.Combine(Documentation.Folder, path)), path)
        );
    }

    [Fact]
    public void What_DocFX_writes_stays_out_of_the_tree()
    {
        var outputs = Settings
            .GetProperty("metadata")
            .EnumerateArray()
            .Append(Settings.GetProperty("build"))
            .Select(part => part.GetProperty("dest").GetString()!);
        Assert.All(
            outputs,
            path => Assert.StartsWith("../artifacts/", path, StringComparison.Ordinal)
        );
    }

    /// <summary>So that restoring the tools of the root succeeds where DocFX cannot be had.</summary>
    [Fact]
    public void DocFX_is_a_tool_of_this_folder_only()
    {
        var tools = JsonDocument
            .Parse(File.ReadAllText(Path.Combine(Documentation.Folder, "dotnet-tools.json")))
            .RootElement;
        Assert.True(tools.GetProperty("isRoot").GetBoolean());
        Assert.True(tools.GetProperty("tools").TryGetProperty("docfx", out _));
        Assert.DoesNotContain(
            "docfx",
            File.ReadAllText(Path.Combine(Repository.Root, ".config", "dotnet-tools.json")),
            StringComparison.OrdinalIgnoreCase
        );
    }

    // Only the patterns in use: "name", "*.md" in the folder itself, "folder/**".
    private static bool Matches(string pattern, string file) =>
        pattern.EndsWith("/**", StringComparison.Ordinal)
            ? file.StartsWith(pattern[..^2], StringComparison.Ordinal)
            : Regex.IsMatch(
                file,
                $"^{Regex.Escape(pattern).Replace("\\*", "[^/]*", StringComparison.Ordinal)}$"
            );

    [GeneratedRegex(@"href: (\S+)")]
    private static partial Regex Entry();
}
