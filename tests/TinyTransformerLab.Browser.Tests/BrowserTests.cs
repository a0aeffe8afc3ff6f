namespace TinyTransformerLab.Browser.Tests;

/// <summary>The browser itself: found, watched, or missed aloud.</summary>
[Collection(BrowserCollection.Name)]
public class BrowserTests(BrowserFixture browser)
{
    [BrowserFact]
    public async Task A_page_computes()
    {
        await using var watched = await browser.Open();
        Assert.Equal(42, await watched.Page.EvaluateAsync<int>("6 * 7"));
        Assert.Empty(watched.Complaints);
        Assert.Empty(watched.Requests);
    }

    [BrowserFact]
    public async Task Complaints_of_a_page_are_heard()
    {
        await using var watched = await browser.Open();
        await watched.Page.SetContentAsync(
            "<script>console.error('first'); setTimeout(() => { throw new Error('second'); });</script>"
        );
        await watched.Page.EvaluateAsync("new Promise(done => setTimeout(done, 10))");
        Assert.Contains(watched.Complaints, complaint => complaint.Contains("first"));
        Assert.Contains(watched.Complaints, complaint => complaint.Contains("second"));
    }

    [Fact]
    public void Without_a_browser_tests_skip_with_the_remedy_but_never_in_continuous_integration()
    {
        Assert.Contains("apt-get install chromium", Chromium.SkipReason(null, null));
        Assert.Null(Chromium.SkipReason(null, "true"));
        Assert.Null(Chromium.SkipReason("/usr/bin/chromium", null));
    }
}
