namespace TinyAutograd.Docs.Tests;

/// <summary>Pages show code of the compiled project, all of it, and nothing else.</summary>
public class IncludeTests
{
    private static IEnumerable<(string Page, string File, string Region)> Includes =>
        Documentation.Articles.SelectMany(article =>
            article.Includes.Select(include =>
                (article.Path, Documentation.From(article.Path, include.Target), include.Region)
            )
        );

    [Fact]
    public void Every_include_has_its_region()
    {
        var regions = Documentation.Regions.ToHashSet();
        Assert.NotEmpty(Includes);
        Assert.All(
            Includes,
            include =>
                Assert.True(
                    regions.Contains((include.File, include.Region)),
                    $"{Documentation.Short(include.Page)} includes {Documentation.Short(include.File)}#{include.Region}, which is not there."
                )
        );
    }

    [Fact]
    public void Every_region_is_shown()
    {
        var shown = Includes.Select(include => (include.File, include.Region)).ToHashSet();
        var hidden = Documentation.Regions.Where(region => !shown.Contains(region));
        Assert.Empty(
            hidden.Select(region => $"{Documentation.Short(region.File)}#{region.Region}")
        );
    }

    [Fact]
    public void A_region_occurs_once_in_its_file() =>
        Assert.Equal(Documentation.Regions.Distinct(), Documentation.Regions);

    [Fact]
    public void Every_line_that_looks_like_an_include_is_one()
    {
        var lookalikes = Documentation
            .Articles.SelectMany(article => article.Prose)
            .Count(line => line.StartsWith("[!code", StringComparison.Ordinal));
        Assert.Equal(Includes.Count(), lookalikes);
    }

    /// <summary>A block is a command for a shell, or what the code before it prints: code itself is included.</summary>
    [Fact]
    public void Pages_contain_no_code_of_their_own()
    {
        var snippets = Snippet.All.Select(snippet => $"{snippet}").ToHashSet();
        var blocks = Documentation.Articles.SelectMany(article =>
            article.Blocks.Select(block => (article.Path, block.Language, block.Region))
        );
        Assert.All(
            blocks,
            block =>
                Assert.True(
                    block.Language == "sh"
                        || (
                            Article.IsOutput(block.Language)
                            && block.Region is not null
                            && snippets.Contains(block.Region)
                        ),
                    $"{Documentation.Short(block.Path)}: a block of '{block.Language}' behind {block.Region ?? "no code"}."
                )
        );
    }
}
