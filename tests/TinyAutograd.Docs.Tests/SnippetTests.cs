namespace TinyAutograd.Docs.Tests;

/// <summary>Every piece of code that a page shows runs, and prints what the page says.</summary>
public class SnippetTests
{
    public static TheoryData<string> Names => [.. Snippet.All.Select(snippet => $"{snippet}")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Prints_what_its_pages_show(string name)
    {
        var output = Snippet.All.Single(snippet => $"{snippet}" == name).Run();
        if (Environment.GetEnvironmentVariable("TINYAUTOGRAD_APPROVE") == "1")
        {
            foreach (var article in Article.All(Documentation.Folder))
            {
                article.Update(region => region == name ? output : null);
            }
        }
        var shown = Article
            .All(Documentation.Folder)
            .SelectMany(article => article.Blocks)
            .Where(block => block.Region == name && Article.IsOutput(block.Language))
            .Select(block => block.Text)
            .ToArray();
        Assert.True(output.Length == 0 || shown.Length > 0, $"No page shows what {name} prints.");
        Assert.All(shown, text => Assert.Equal(output, text));
    }

    [Fact]
    public void A_snippet_has_its_region()
    {
        var regions = Documentation
            .Regions.Select(region =>
                $"{Path.GetFileNameWithoutExtension(region.File)}#{region.Region}"
            )
            .ToHashSet();
        Assert.All(Snippet.All, snippet => Assert.Contains($"{snippet}", regions));
    }
}
