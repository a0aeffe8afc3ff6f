using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;

namespace TinyTransformerLab.Tests.Page;

/// <summary>The exported page as a document: safe, complete, readable without a script.</summary>
public class PageTests
{
    private static RecordedPage Page => RecordedPage.Usual;

    [Fact]
    public void The_policy_allows_exactly_the_one_script_and_the_one_style_sheet()
    {
        var policy = Page
            .Document.QuerySelector("meta[http-equiv=Content-Security-Policy]")!
            .GetAttribute("content")!;
        Assert.Equal(
            $"default-src 'none'; script-src {Hash(Page.Script)}; style-src {Hash(Page.Document.QuerySelectorAll("style").Single())}; img-src data:; base-uri 'none'; form-action 'none'",
            policy
        );
    }

    [Fact]
    public void The_policy_stands_before_everything_that_it_governs()
    {
        var policy = Page.Html.IndexOf("Content-Security-Policy", StringComparison.Ordinal);
        Assert.True(policy < Page.Html.IndexOf("<style", StringComparison.Ordinal));
        Assert.True(policy < Page.Html.IndexOf("<script", StringComparison.Ordinal));
        Assert.True(policy < Page.Html.IndexOf("<link", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_leads_out_of_the_page_but_the_link_to_the_script_beside_it()
    {
        foreach (var element in Page.Document.All)
        {
            foreach (var name in new[] { "src", "href", "srcset", "action", "data", "poster" })
            {
                var address = element.GetAttribute(name);
                Assert.True(
                    address is null or "tiny-gpt.js"
                        || address.StartsWith('#')
                        || address.StartsWith("data:", StringComparison.Ordinal),
                    $"{element.TagName} leads to {address}."
                );
            }
        }
        Assert.DoesNotContain("@import", Page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", Page.Html, StringComparison.Ordinal);
        // Of addresses only the name of SVG occurs, which nobody fetches.
        Assert.DoesNotContain(
            "://",
            Page.Html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void There_is_no_inline_style_and_no_inline_handler(bool isOfMarkup)
    {
        var page = isOfMarkup ? RecordedPage.OfMarkup : Page;
        Assert.DoesNotContain(
            page.Document.All.SelectMany(element => element.Attributes),
            attribute =>
                attribute.Name == "style"
                || attribute.Name.StartsWith("on", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Items_that_are_markup_stay_text()
    {
        var page = RecordedPage.OfMarkup;
        Assert.Empty(page.Document.QuerySelectorAll("img, iframe, object, embed, b[onclick]"));
        Assert.Equal(3, page.Document.QuerySelectorAll("script").Length); // words, data, script
        Assert.Equal(
            Page.Document.All.Select(element => element.LocalName).Distinct().Order(),
            page.Document.All.Select(element => element.LocalName).Distinct().Order()
        );
        Assert.Contains("<", page.Report.Attention.Word.Used, StringComparison.Ordinal);
        Assert.Equal(
            $"The model reads “{page.Report.Attention.Word.Used}”.",
            page.Document.GetElementById("attention-word")!.TextContent
        );
    }

    [Theory]
    [InlineData("strip")]
    [InlineData("train")]
    [InlineData("attention")]
    [InlineData("generate")]
    [InlineData("trick")]
    [InlineData("more")]
    [InlineData("chapters")]
    [InlineData("chapter-1")]
    [InlineData("chapter-6")]
    public void Every_section_is_there_and_has_content(string id) =>
        Assert.True(Page.Document.GetElementById(id)!.TextContent.Trim().Length > 100);

    [Fact]
    public void Ids_are_unique_and_every_link_within_the_page_has_its_target()
    {
        var ids = Page.Document.QuerySelectorAll("[id]").Select(element => element.Id!).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        var targets = Page
            .Document.QuerySelectorAll("a[href^='#']")
            .Select(link => link.GetAttribute("href")![1..]);
        Assert.All(targets, target => Assert.Contains(target, ids));
        var labelled = Page
            .Document.QuerySelectorAll("[for]")
            .Select(label => label.GetAttribute("for")!);
        Assert.All(labelled, target => Assert.Contains(target, ids));
    }

    [Fact]
    public void Headings_never_skip_a_level()
    {
        var levels = Page
            .Document.QuerySelectorAll("h1, h2, h3, h4, h5, h6")
            .Select(heading => heading.LocalName[1] - '0')
            .ToArray();
        Assert.Equal(1, levels[0]);
        Assert.Single(levels, level => level == 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
    }

    [Fact]
    public void The_strip_has_six_boxes_whose_weights_sum_to_the_total()
    {
        var boxes = Page.Document.QuerySelectorAll("#strip .box");
        Assert.Equal(6, boxes.Length);
        Assert.All(boxes, box => Assert.Equal(2, box.QuerySelectorAll("a").Length));
        var sum = boxes.Sum(box =>
        {
            var words = box.QuerySelector(".box-weights")!.TextContent;
            return words.StartsWith("no ", StringComparison.Ordinal)
                ? 0
                : long.Parse(
                    words.Split(' ')[0].Replace(",", "", StringComparison.Ordinal),
                    System.Globalization.CultureInfo.InvariantCulture
                );
        });
        Assert.Equal(Page.Report.Info.WeightCount, sum);
    }

    [Fact]
    public void Every_head_has_a_map_with_its_numbers_and_a_hatched_triangle_without_numbers()
    {
        var tables = Page.Document.QuerySelectorAll("#attention-maps table.heat");
        Assert.Equal(Page.Report.Attention.Maps.Count, tables.Length);
        foreach (var (table, map) in tables.Zip(Page.Report.Attention.Maps))
        {
            var rows = table.QuerySelectorAll("tbody tr");
            for (var i = 0; i < rows.Length; i++)
            {
                var cells = rows[i].QuerySelectorAll("td");
                for (var j = 0; j < cells.Length; j++)
                {
                    Assert.Equal(j > i, cells[j].ClassList.Contains("forbidden"));
                    Assert.Equal(
                        j > i ? "may not look" : Digits.Probability(map.Pattern[i][j]),
                        cells[j].TextContent
                    );
                }
            }
        }
    }

    [Fact]
    public void The_page_shows_the_digits_of_the_report()
    {
        var report = Page.Report;
        var text = Page.Document.Body!.TextContent;
        string[] expected =
        [
            Words.ThisBuild(report.Info),
            Words.Trainer(report.Info, report.Check),
            Words.StripCaption(report.Info),
            Digits.Loss(report.State.HeldOutLoss),
            Digits.Perplexity(report.State.Perplexity),
            .. report.Ablation.Heads.Select(head => Digits.LossDifference(head.Difference)),
            .. report.Trick.Trick.Steps.Select(step => step.Note),
            .. report
                .Trick.Trick.Steps.SelectMany(step => step.Checks)
                .Select(check => check.Claim),
            .. report.Info.Gpt2.Weights.Select(row => Digits.Count(row.There)),
            .. report.Chapters.SelectMany(chapter => chapter.Paragraphs),
            .. report.Names.Items.Select(item => Words.Of(item.Verdict)),
            Digits.Count(report.Info.Gpt2.WeightTotal.There),
        ];
        Assert.All(expected, words => Assert.Contains(words, text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_generated_names_are_written_letter_by_letter()
    {
        var items = Page.Document.QuerySelectorAll("#names .item");
        Assert.Equal(
            Page.Report.Names.Items.Select(item => item.IsCut ? item.Text + "…" : item.Text),
            items.Select(item => item.TextContent)
        );
    }

    [Fact]
    public void The_page_of_the_default_model_is_below_three_megabytes()
    {
        Assert.True(Page.Recording.Snapshots.Count >= 12);
        Assert.InRange(Encoding.UTF8.GetByteCount(Page.Html), 1_000_000, 3_000_000);
    }

    private static string Hash(IElement element) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(element.TextContent)))}'";
}
