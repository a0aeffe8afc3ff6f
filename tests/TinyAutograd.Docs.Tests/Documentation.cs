using System.Text.RegularExpressions;

namespace TinyAutograd.Docs.Tests;

/// <summary>The files of the documentation, as they lie in the clone.</summary>
internal static partial class Documentation
{
    /// <summary>The folder <c>docs</c>.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "docs");

    /// <summary>The pages.</summary>
    public static IReadOnlyList<Article> Articles { get; } = Article.All(Folder);

    /// <summary>The regions of the code, with their files and what stands in them.</summary>
    public static IReadOnlyList<(string File, string Region)> Regions { get; } =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(Folder, "code"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file =>
                Region()
                    .Matches(File.ReadAllText(file))
                    .Select(match => (file, match.Groups[1].Value))
            ),
    ];

    /// <summary>A path for messages.</summary>
    public static string Short(string path) => Path.GetRelativePath(Repository.Root, path);

    /// <summary>A path that is written in a file, from that file's folder.</summary>
    public static string From(string file, string target) =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, target));

    [GeneratedRegex(@"#region (\w+)")]
    private static partial Regex Region();
}
