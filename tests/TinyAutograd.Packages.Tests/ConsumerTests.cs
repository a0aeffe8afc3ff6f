using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace TinyAutograd.Packages.Tests;

/// <summary>The packages in the hands of a user, in projects outside the clone.</summary>
[Collection(nameof(LocalFeedCollection))]
[Trait("Category", "Integration")]
public class ConsumerTests(LocalFeed feed)
{
    [Fact]
    public void The_first_program_of_the_README_runs()
    {
        var project = NewConsole("first", "TinyAutograd", Program(heading: "A first program"));

        var output = Tool.DotNet(project, "run", "-c", "Release");

        Assert.Contains("5.43656365691809", output, StringComparison.Ordinal);
        Assert.Contains("multiply", output, StringComparison.Ordinal); // the tape as a table
    }

    [Fact]
    public void The_GPT_of_the_README_learns_and_its_trimmed_publication_writes_the_same()
    {
        var project = NewConsole("gpt", "TinyAutograd.Transformer", Program(heading: "A GPT"));
        File.Copy(
            Path.Combine(Repository.Root, "samples/TinyTransformerLab/data/names.txt"),
            Path.Combine(project, "names.txt")
        );

        var output = Tool.DotNet(project, "run", "-c", "Release");
        Tool.DotNet(
            project,
            "publish",
            "-c",
            "Release",
            "-r",
            RuntimeInformation.RuntimeIdentifier,
            "--self-contained",
            "-p:PublishTrimmed=true",
            "-p:TrimmerSingleWarn=false",
            "-p:TreatWarningsAsErrors=true",
            "-o",
            Path.Combine(project, "published")
        );
        var trimmed = Tool.Run(Path.Combine(project, "published", "gpt"), project);

        var loss = double.Parse(
            Regex.Match(output, @"held-out loss ([\d.]+)").Groups[1].ValueSpan,
            System.Globalization.CultureInfo.InvariantCulture
        );
        Assert.InRange(loss, 1.9, 2.4); // ln 27 is 3.3; counting letters in pairs gives 2.5
        Assert.Equal(output, trimmed);
    }

    [Fact]
    public void The_template_gives_a_project_that_trains_and_writes()
    {
        var hive = Path.Combine(feed.Root, "hive");
        Tool.DotNet(
            feed.Root,
            "new",
            "install",
            feed.FileOf("TinyAutograd.Templates"),
            "--debug:custom-hive",
            hive
        );
        Tool.DotNet(
            feed.Root,
            "new",
            "tiny-gpt",
            "-o",
            "MyGpt",
            "--steps",
            "200",
            "--debug:custom-hive",
            hive
        );

        var output = Tool.DotNet(Path.Combine(feed.Root, "MyGpt"), "run", "-c", "Release");

        Assert.Contains("step 200: loss", output, StringComparison.Ordinal);
        Assert.Matches(@"held-out loss 2\.\d+ nats", output);
        Assert.True(
            File.Exists(Path.Combine(feed.Root, "MyGpt", "MyGpt.csproj")),
            "The project has not the name of its folder."
        );
    }

    [Fact]
    public void The_lab_runs_as_a_tool()
    {
        var tools = Path.Combine(feed.Root, "tools");
        Tool.DotNet(feed.Root, "tool", "install", "TinyTransformerLab", "--tool-path", tools);

        var output = Tool.Run(
            Path.Combine(tools, "tiny-transformer-lab"),
            feed.Root,
            "trick",
            "--plain"
        );

        Assert.Contains("1 A loop", output, StringComparison.Ordinal);
    }

    private string NewConsole(string name, string package, string program)
    {
        Tool.DotNet(feed.Root, "new", "console", "-o", name, "--no-restore");
        var project = Path.Combine(feed.Root, name);
        Tool.DotNet(project, "add", "package", package);
        File.WriteAllText(Path.Combine(project, "Program.cs"), program);
        return project;
    }

    // The first block of C# under a heading, with the namespaces that the packages' users write.
    private static string Program(string heading)
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var block = Regex.Match(
            readme,
            $@"^## {heading}$.*?^```csharp\n(.*?)^```",
            RegexOptions.Singleline | RegexOptions.Multiline
        );
        Assert.True(block.Success, $"README.md has no C# under '{heading}'.");
        var code = block.Groups[1].Value;
        return code.StartsWith("using TinyAutograd", StringComparison.Ordinal)
            ? code
            : $"using TinyAutograd;\n{code}";
    }
}
