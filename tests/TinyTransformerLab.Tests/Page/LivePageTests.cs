using AngleSharp.Html.Parser;

namespace TinyTransformerLab.Tests.Page;

/// <summary>The page that the server sends: the same panels without data, and controls that train.</summary>
public class LivePageTests
{
    private static readonly AngleSharp.Html.Dom.IHtmlDocument Document =
        new HtmlParser().ParseDocument(LabPage.Live());

    [Fact]
    public void The_policy_lets_it_ask_the_server_that_sent_it_and_no_other()
    {
        var policy = Document
            .QuerySelector("meta[http-equiv=Content-Security-Policy]")!
            .GetAttribute("content");
        Assert.Equal(LabPage.LivePolicy, policy);
        Assert.EndsWith("; connect-src 'self'", policy, StringComparison.Ordinal);
        Assert.StartsWith(
            "default-src 'none'; script-src 'sha256-",
            policy,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void It_holds_no_run()
    {
        Assert.Equal("{\"mode\":\"live\"}", Document.GetElementById("lab-data")!.TextContent);
        Assert.DoesNotContain("RecordedLab = ", LabPage.Live(), StringComparison.Ordinal);
        Assert.Empty(Document.QuerySelectorAll("table"));
    }

    [Theory]
    [InlineData("learning-rate")]
    [InlineData("batch-size")]
    [InlineData("seed")]
    [InlineData("preset")]
    [InlineData("own-text")]
    [InlineData("build")]
    [InlineData("check-run")]
    [InlineData("tape-run")]
    public void It_has_the_controls_that_a_recorded_run_lacks(string id)
    {
        Assert.NotNull(Document.GetElementById(id));
        Assert.Null(RecordedPage.Usual.Document.GetElementById(id));
    }

    [Fact]
    public void Every_other_part_has_the_name_that_it_has_in_a_recorded_run()
    {
        var recorded = Ids(RecordedPage.Usual.Document);
        string[] own =
        [
            "learning-rate",
            "learning-rate-value",
            "batch-size",
            "seed",
            "preset",
            "own-text",
            "own-text-field",
            "build",
            "check-run",
            "tape-run",
        ];
        string[] filled =
        [
            "train-scrub",
            "train-scrub-value",
            "attention-scrub",
            "attention-scrub-value",
            .. Enumerable.Range(1, 6).Select(i => $"chapter-{i}"),
        ];
        Assert.Equal(recorded.Except(filled).Order(), Ids(Document).Except(own).Order());
    }

    private static IEnumerable<string> Ids(AngleSharp.Html.Dom.IHtmlDocument document) =>
        document.QuerySelectorAll("[id]").Select(element => element.Id!);
}
