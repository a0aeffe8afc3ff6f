using System.Text;

namespace TinyTransformerLab;

/// <summary>The document: policy, style, sections in order, data, script.</summary>
/// <param name="Html">The whole page.</param>
/// <param name="Policy">Its content security policy.</param>
internal sealed record PageDocument(string Html, string Policy)
{
    /// <summary>The page of a recorded run.</summary>
    /// <param name="report">What is shown without a script.</param>
    /// <param name="json">What the script is given.</param>
    public static PageDocument Recorded(LabReport report, string json) =>
        Of(report, "recorded", json, Assets.RecordedScript, "");

    /// <summary>The page that watches a training: every panel is empty until the script has asked the server.</summary>
    public static PageDocument Live() =>
        Of(null, "live", "{\"mode\":\"live\"}", Assets.LiveScript, "; connect-src 'self'");

    private static PageDocument Of(
        LabReport? report,
        string mode,
        string json,
        string scriptText,
        string morePolicy
    )
    {
        var style = RawElement.Style(Assets.Style);
        var script = RawElement.Script(scriptText);
        var policy =
            $"default-src 'none'; script-src {script.Hash}; style-src {style.Hash}; img-src data:; base-uri 'none'; form-action 'none'{morePolicy}";
        var html = Element
            .Of(
                "html",
                Element.Of(
                    "head",
                    Element.Of("meta").With("charset", "utf-8"),
                    Element
                        .Of("meta")
                        .With("http-equiv", "Content-Security-Policy")
                        .With("content", policy),
                    Element
                        .Of("meta")
                        .With("name", "viewport")
                        .With("content", "width=device-width, initial-scale=1"),
                    Element.Of("meta").With("name", "color-scheme").With("content", "light dark"),
                    Element.Of("meta").With("name", "referrer").With("content", "no-referrer"),
                    Element.Of("meta").With("name", "description").With("content", Words.Subtitle),
                    Element.Of("title", Words.Title),
                    Element
                        .Of("link")
                        .With("rel", "icon")
                        .With("href", "data:image/svg+xml," + Uri.EscapeDataString(Icon)),
                    style
                ),
                Element.Of("body", Body(report)).With("data-mode", mode),
                RawElement.Data("lab-words", PageWords.Json()),
                RawElement.Data("lab-data", json),
                script
            )
            .With("lang", "en");
        var text = new StringBuilder("<!doctype html>\n");
        html.Write(text);
        return new PageDocument(text.Append('\n').ToString(), policy);
    }

    // A lower triangle, the shape of all attention.
    private const string Icon =
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path fill='#26437e' d='M1 1h4v4H1zM1 6h4v4H1zM6 6h4v4H6zM1 11h4v4H1zM6 11h4v4H6z'/><path fill='#c2611f' d='M11 11h4v4h-4z'/></svg>";

    private static Node[] Body(LabReport? report) =>
        [
            Element.Of("a.skip", "To the first panel").With("href", "#train"),
            HeaderSection.Of(report),
            Element.Of(
                "main",
                StripSection.Of(report),
                TrainPanel.Of(report),
                AttentionPanel.Of(report),
                GeneratePanel.Of(report),
                TrickPanel.Of(report),
                MoreSection.Of(report?.Info),
                ChapterSection.Of(report?.Chapters)
            ),
            FooterSection.Of(report),
            Element.Of("div#announcer.hidden").With("role", "status").With("aria-live", "polite"),
        ];
}
