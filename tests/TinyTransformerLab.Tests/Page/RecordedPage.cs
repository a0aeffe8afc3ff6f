using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace TinyTransformerLab.Tests.Page;

/// <summary>Short trainings with their pages, written and parsed once.</summary>
internal sealed class RecordedPage
{
    public const string Hostile = "</script><img onerror=alert(1)>";
    private const string HostileToo = "<b onclick='x'>&\"";

    private static readonly Lazy<RecordedPage> usual = new(() =>
        new(new LabConfig { Training = new() { Steps = 60 } })
    );

    private static readonly Lazy<RecordedPage> hostile = new(() =>
        new(
            new LabConfig
            {
                Preset = LabPreset.OwnText,
                OwnText = string.Join('\n', Items()),
                LayerCount = 1,
                HeadCount = 2,
                ChannelCount = 8,
                Training = new() { Steps = 40 },
            }
        )
    );

    private RecordedPage(LabConfig config)
    {
        var session = new LabSession(config);
        Recording = new LabRecording(session);
        while (session.State.Step < config.Training.Steps)
        {
            session.Step();
            Recording.Observe();
        }
        Recording.End();
        Report = session.Report(
            session.Items.HeldOut.FirstOrDefault(item =>
                item.Contains('<', StringComparison.Ordinal)
            )
        );
        Html = LabPage.Recorded(Recording, Report);
        Document = new HtmlParser().ParseDocument(Html);
    }

    /// <summary>The default model, 60 steps.</summary>
    public static RecordedPage Usual => usual.Value;

    /// <summary>A model of items that are markup.</summary>
    public static RecordedPage OfMarkup => hostile.Value;

    public LabRecording Recording { get; }

    public LabReport Report { get; }

    public string Html { get; }

    public IHtmlDocument Document { get; }

    /// <summary>The one script that runs.</summary>
    public IElement Script =>
        Document.QuerySelectorAll("script").Single(script => !script.HasAttribute("type"));

    private static IEnumerable<string> Items() =>
        Enumerable
            .Repeat(new[] { Hostile, HostileToo }, 1)
            .SelectMany(items => items)
            .SelectMany(item => Enumerable.Range(0, 6).Select(i => item + new string('a', i)));
}
