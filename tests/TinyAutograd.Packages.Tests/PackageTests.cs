using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TinyAutograd.Packages.Tests;

/// <summary>What is in the packages.</summary>
[Collection(nameof(LocalFeedCollection))]
[Trait("Category", "Integration")]
public partial class PackageTests(LocalFeed feed)
{
    private const int LargestPackage = 500 * 1024;

    private static readonly string[] Allowed =
    [
        "System.Numerics.Tensors",
        "CommunityToolkit.HighPerformance",
    ];

    [Theory]
    [InlineData("TinyAutograd")]
    [InlineData("TinyAutograd.Transformer")]
    public void A_package_is_small_and_complete(string package)
    {
        var path = feed.FileOf(package);
        Assert.InRange(new FileInfo(path).Length, 1, LargestPackage);
        using var archive = ZipFile.OpenRead(path);
        var names = archive.Entries.Select(entry => entry.FullName).ToArray();
        Assert.Contains($"lib/net10.0/{package}.dll", names);
        Assert.Contains($"lib/net10.0/{package}.xml", names);
        Assert.Contains("README.md", names);
        Assert.Contains("icon.png", names);
        using var symbols = ZipFile.OpenRead(feed.FileOf(package, "snupkg"));
        Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{package}.pdb");
    }

    [Theory]
    [InlineData("TinyAutograd")]
    [InlineData("TinyAutograd.Transformer")]
    public void A_package_depends_on_the_two_of_Microsoft_alone_and_says_what_it_is(string package)
    {
        var metadata = Metadata(package);
        Assert.Equal(package, Text("id"));
        Assert.Equal("MIT", Text("license"));
        Assert.Equal("README.md", Text("readme"));
        Assert.Equal("icon.png", Text("icon"));
        Assert.NotEmpty(Text("description"));
        Assert.NotEmpty(Text("tags"));
        var dependencies = metadata
            .Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .Select(element => element.Attribute("id")!.Value)
            .Where(id => id != "TinyAutograd");
        Assert.Equal(Allowed.Order(), dependencies.Order());

        string Text(string name) =>
            Assert.Single(metadata.Elements(), element => element.Name.LocalName == name).Value;
    }

    [Theory]
    [InlineData("TinyAutograd")]
    [InlineData("TinyAutograd.Transformer")]
    public void The_same_sources_give_the_same_assembly(string package)
    {
        using var archive = ZipFile.OpenRead(feed.FileOf(package));
        using var stream = new MemoryStream();
        using (var entry = archive.GetEntry($"lib/net10.0/{package}.dll")!.Open())
        {
            entry.CopyTo(stream);
        }
        stream.Position = 0;
        using var assembly = new PEReader(stream);
        Assert.Contains(
            assembly.ReadDebugDirectory(),
            entry => entry.Type == DebugDirectoryEntryType.Reproducible
        );
    }

    /// <summary>A gallery shows the README alone: what leads into the clone would lead nowhere there.</summary>
    [Theory]
    [InlineData("TinyAutograd")]
    [InlineData("TinyAutograd.Transformer")]
    [InlineData("TinyAutograd.Templates")]
    [InlineData("TinyTransformerLab")]
    public void The_README_of_a_package_is_that_of_the_clone_without_links_into_it(string package)
    {
        using var archive = ZipFile.OpenRead(feed.FileOf(package));
        using var reader = new StreamReader(archive.GetEntry("README.md")!.Open());
        var packed = reader.ReadToEnd().ReplaceLineEndings("\n");
        var clone = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var targets = Link().Matches(packed).Select(match => match.Groups[1].Value);
        Assert.All(
            targets,
            target => Assert.StartsWith("https://", target, StringComparison.Ordinal)
        );
        var blocks = Block().Matches(clone).Select(match => match.Value).ToArray();
        Assert.NotEmpty(blocks);
        Assert.Equal(blocks, Block().Matches(packed).Select(match => match.Value));
        Assert.Equal(
            clone.Split('\n').Count(line => line.StartsWith('#')),
            packed.Split('\n').Count(line => line.StartsWith('#'))
        );
    }

    [Fact]
    public void The_template_asks_for_the_version_that_is_packed()
    {
        using var archive = ZipFile.OpenRead(feed.FileOf("TinyAutograd.Templates"));
        using var project = archive.GetEntry("content/tiny-gpt/TinyGpt.csproj")!.Open();
        var reference = XDocument
            .Load(project)
            .Descendants("PackageReference")
            .Single(element => element.Attribute("Include")!.Value == "TinyAutograd.Transformer");
        var version = Metadata("TinyAutograd.Transformer")
            .Elements()
            .Single(element => element.Name.LocalName == "version");
        Assert.Equal(version.Value, reference.Attribute("Version")!.Value);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    private XElement Metadata(string package)
    {
        using var archive = ZipFile.OpenRead(feed.FileOf(package));
        using var specification = archive.GetEntry($"{package}.nuspec")!.Open();
        return XDocument.Load(specification).Root!.Elements().Single();
    }
}
