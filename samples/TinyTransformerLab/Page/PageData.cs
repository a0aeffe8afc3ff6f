using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TinyTransformerLab;

/// <summary>What an exported page computes from: the recorded run, its weights, and what the C# engine said of the last of them.</summary>
/// <param name="Mode"><c>recorded</c>.</param>
/// <param name="Seed">The session's seed as text: a script's numbers are exact to 2⁵³ only.</param>
/// <param name="Info">What is fixed.</param>
/// <param name="Chapters">What the boxes of the strip do.</param>
/// <param name="DefaultWord">The word that is looked at first: the report's.</param>
/// <param name="Report">Everything at the last step.</param>
/// <param name="Layout">Where each parameter stands in the weights.</param>
/// <param name="Snapshots">From the first to the last.</param>
/// <param name="ProbeItems">The held-out items that ablation reads.</param>
/// <param name="Training">The items that were trained on, one a line.</param>
/// <param name="HeldOut">The items that were held out, one a line.</param>
/// <param name="Parity">What the page must find, too.</param>
internal sealed record PageData(
    string Mode,
    string Seed,
    LabInfo Info,
    IReadOnlyList<Chapter> Chapters,
    string DefaultWord,
    LabReport Report,
    IReadOnlyList<WeightPlace> Layout,
    IReadOnlyList<PageSnapshot> Snapshots,
    IReadOnlyList<string> ProbeItems,
    string Training,
    string HeldOut,
    PageParity Parity
)
{
    // One character of base64 in 64 is a plus: escaped as \u002B, it would make the weights 8 % longer.
    private static readonly JsonSerializerOptions Options = new(LabJson.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The data of a recording.</summary>
    /// <param name="recording">Ended: its last snapshot has the weights as they are.</param>
    /// <param name="report">Of the same session at the same step.</param>
    /// <exception cref="ArgumentException">The report is of another step than the last snapshot.</exception>
    public static PageData Of(LabRecording recording, LabReport report)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(report);
        var (session, last) = (recording.Session, recording.Snapshots[^1]);
        if (report.State.Step != last.Step)
        {
            throw new ArgumentException(
                $"The report is of step {report.State.Step}, the last snapshot of step {last.Step}. End the recording, then make the report.",
                nameof(report)
            );
        }
        return new PageData(
            "recorded",
            session.Config.Seed.ToString(CultureInfo.InvariantCulture),
            report.Info,
            report.Chapters,
            report.Attention.Word.Typed,
            report,
            session.WeightLayout,
            [
                .. recording.Snapshots.Select(snapshot =>
                    PageSnapshot.Of(snapshot, session.Points, report)
                ),
            ],
            session.ProbeItems,
            string.Join('\n', session.Items.Training),
            string.Join('\n', session.Items.HeldOut),
            PageParity.Of(report)
        );
    }

    /// <summary>The data of a recording as JSON that no text in it can break out of a script element: there is no <c>&lt;</c> in it.</summary>
    /// <inheritdoc cref="Of" path="/param"/>
    /// <inheritdoc cref="Of" path="/exception"/>
    public static string Json(LabRecording recording, LabReport report) =>
        JsonSerializer
            .Serialize(Of(recording, report), Options)
            .Replace("<", "\\u003c", StringComparison.Ordinal); // outside of texts, JSON has none
}
