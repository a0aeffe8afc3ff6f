using System.Text.RegularExpressions;

namespace TinyAutograd.Samples.Tests;

[Collection(nameof(SampleRuns))]
public class ReadmeTests(SampleRuns runs)
{
    public static TheoryData<string> Names => [.. Sample.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_readme_shows_what_its_program_prints(string name)
    {
        var sample = runs[name];
        Assert.Equal("", sample.Error);
        Assert.Equal(0, sample.ExitCode);
        // the last block: text, or a language that Markdown viewers draw
        var shown = Regex
            .Matches(
                sample.Readme,
                "^```\\w*\n(.*?)^```",
                RegexOptions.Singleline | RegexOptions.Multiline
            )
            .Last()
            .Groups[1]
            .Value;
        Assert.Null(ShownOutput.Difference(shown, sample.Output));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_readme_gives_the_command(string name) =>
        Assert.Contains(Command(name), runs[name].Readme, StringComparison.Ordinal);

    [Fact]
    public void The_index_has_one_row_for_each_sample_and_for_the_lab()
    {
        var index = File.ReadAllText(Path.Combine(Sample.Folder, "README.md"));
        var rows = Regex.Matches(
            index,
            @"^\| \[(\w+)\]\(\1\) \| .+ \| `(.+)` \|$",
            RegexOptions.Multiline
        );
        Assert.Equal(
            Sample.Names.Append("TinyTransformerLab").Order(StringComparer.Ordinal),
            rows.Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal)
        );
        Assert.All(rows, row => Assert.Equal(Command(row.Groups[1].Value), row.Groups[2].Value));
    }

    private static string Command(string name) => $"dotnet run -c Release --project samples/{name}";
}
