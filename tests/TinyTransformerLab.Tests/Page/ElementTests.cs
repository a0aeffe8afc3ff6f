using AngleSharp.Html.Parser;

namespace TinyTransformerLab.Tests.Page;

/// <summary>HTML that is encoded by construction.</summary>
public class ElementTests
{
    [Theory]
    [InlineData("<b>&amp;</b>")]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("\"' onclick=x")]
    [InlineData("<!-- --> ]]> &lt;")]
    [InlineData("שלום 🦊 e\u0301 \u202e")]
    public void Text_comes_back_from_a_parser_as_it_was(string text)
    {
        var html = Element.Of("p.note", text).With("title", text).ToString();
        var body = new HtmlParser().ParseDocument(html).Body!;
        var paragraph = Assert.Single(body.Children);
        Assert.Equal(text, paragraph.TextContent);
        Assert.Equal(text, paragraph.GetAttribute("title"));
        Assert.Empty(paragraph.Children);
    }

    [Fact]
    public void Control_characters_are_shown_by_their_pictures() =>
        Assert.Equal("<p>a␀␛b</p>", Element.Of("p", "a\0\u001bb").ToString());

    [Theory]
    [InlineData("style")]
    [InlineData("onclick")]
    [InlineData("onerror")]
    [InlineData("x y")]
    [InlineData("a=\"b")]
    public void Attributes_that_the_policy_forbids_are_refused(string attribute) =>
        Assert.Throws<ArgumentException>(() => Element.Of("p").With(attribute, "x"));

    [Theory]
    [InlineData("p class")]
    [InlineData("p><img")]
    [InlineData("")]
    public void A_selector_is_a_name_an_id_and_classes_and_nothing_else(string selector) =>
        Assert.Throws<ArgumentException>(() => Element.Of(selector));

    [Theory]
    [InlineData("a</script>b")]
    [InlineData("a</SCRIPT b")]
    [InlineData("a<!--b")]
    public void A_script_that_would_end_early_is_refused(string text) =>
        Assert.Throws<ArgumentException>(() => RawElement.Script(text));

    [Fact]
    public void Data_cannot_end_their_element()
    {
        var html = RawElement.Data("d", LabJson.Text("</script><img>")).ToString();
        var document = new HtmlParser().ParseDocument(html);
        Assert.Empty(document.QuerySelectorAll("img"));
        var text = document.GetElementById("d")!.TextContent;
        Assert.Equal("</script><img>", System.Text.Json.JsonSerializer.Deserialize<string>(text));
    }
}
