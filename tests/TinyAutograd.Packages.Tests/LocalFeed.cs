using System.Security;

namespace TinyAutograd.Packages.Tests;

/// <summary>All packages, packed once into a folder that projects restore from.</summary>
public sealed class LocalFeed : IDisposable
{
    private static readonly string[] Projects =
    [
        "src/TinyAutograd",
        "src/TinyAutograd.Transformer",
        "src/TinyAutograd.Templates",
        "samples/TinyTransformerLab",
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("packages");

    public LocalFeed()
    {
        Directory.CreateDirectory(Packages);
        foreach (var project in Projects)
        {
            Tool.DotNet(Repository.Root, "pack", project, "-c", "Release", "-o", Packages);
        }
        File.WriteAllText(Path.Combine(Root, "nuget.config"), Configuration());
        // Projects in a temporary folder inherit nothing of the clone, and keep what they restore to themselves.
        File.WriteAllText(
            Path.Combine(Root, "Directory.Build.props"),
            $"<Project><PropertyGroup><RestorePackagesPath>{SecurityElement.Escape(Path.Combine(Root, "restored"))}</RestorePackagesPath></PropertyGroup></Project>"
        );
    }

    /// <summary>Where projects may be made.</summary>
    public string Root => folder.FullName;

    /// <summary>Where the packages are.</summary>
    public string Packages => Path.Combine(Root, "feed");

    /// <summary>The file of a package.</summary>
    /// <param name="package">Its name.</param>
    /// <param name="ending"><c>nupkg</c> or <c>snupkg</c>.</param>
    public string FileOf(string package, string ending = "nupkg") =>
        Assert.Single(
            Directory.GetFiles(Packages, $"{package}.*.{ending}"),
            path => char.IsAsciiDigit(Path.GetFileName(path)[package.Length + 1])
        );

    public void Dispose() => folder.Delete(recursive: true);

    // Ours come from the folder alone; the others from where the user takes them, or from what is already on this machine.
    private string Configuration()
    {
        var cache =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                ".nuget",
                "packages"
            );
        var sources = Tool.DotNet(Repository.Root, "nuget", "list", "source", "--format", "short")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith("E ", StringComparison.Ordinal))
            .Select(line => line[2..])
            .Prepend(cache)
            .ToArray();
        var text = new System.Text.StringBuilder("<configuration>\n<packageSources>\n<clear />\n");
        text.Append(Source("local", Packages));
        for (var i = 0; i < sources.Length; i++)
        {
            text.Append(Source($"other{i}", sources[i]));
        }
        text.Append("</packageSources>\n<packageSourceMapping>\n");
        text.Append(Mapping("local", "TinyAutograd*", "TinyTransformerLab"));
        for (var i = 0; i < sources.Length; i++)
        {
            text.Append(Mapping($"other{i}", "*"));
        }
        return text.Append("</packageSourceMapping>\n</configuration>\n").ToString();

        static string Source(string name, string place) =>
            $"<add key=\"{name}\" value=\"{SecurityElement.Escape(place)}\" />\n";

        static string Mapping(string name, params string[] patterns) =>
            $"<packageSource key=\"{name}\">{string.Concat(patterns.Select(p => $"<package pattern=\"{p}\" />"))}</packageSource>\n";
    }
}

/// <summary>Tests that share the packed packages.</summary>
[CollectionDefinition(nameof(LocalFeedCollection))]
public sealed class LocalFeedCollection : ICollectionFixture<LocalFeed>;
