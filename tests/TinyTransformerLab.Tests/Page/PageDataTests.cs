using System.Buffers.Binary;
using System.Text.Json;

namespace TinyTransformerLab.Tests.Page;

/// <summary>What is embedded in an exported page.</summary>
public class PageDataTests
{
    private const string Hostile = "</script><img src=x>";

    private static readonly LabConfig Config = new()
    {
        Preset = LabPreset.OwnText,
        OwnText = $"{Hostile}\n<!--\nabba\ncabbage\nbadge",
        ChannelCount = 8,
        HeadCount = 2,
        Training = new() { Steps = 30 },
        Seed = long.MinValue,
    };

    [Fact]
    public void Every_snapshot_has_its_weights_and_its_state()
    {
        var (recording, report) = Record();
        using var json = JsonDocument.Parse(PageData.Json(recording, report));
        var snapshots = json.RootElement.GetProperty("snapshots").EnumerateArray().ToArray();
        Assert.Equal(recording.Snapshots.Count, snapshots.Length);
        for (var i = 0; i < snapshots.Length; i++)
        {
            var (kept, written) = (recording.Snapshots[i], snapshots[i]);
            Assert.Equal(kept.Weights, Floats(written.GetProperty("weights").GetBytesFromBase64()));
            var state = written.GetProperty("state").Deserialize<TrainingState>(LabJson.Options)!;
            Assert.Equal(kept.Step, state.Step);
            Assert.Equal(kept.HeldOutLoss, state.HeldOutLoss, 1e-12);
            Assert.Equal(
                recording.Session.Points.SingleOrDefault(point => point.Step == kept.Step),
                state.Last
            );
        }
        Assert.Equal(
            [LabStatus.Untrained, LabStatus.Training, LabStatus.Finished],
            snapshots
                .Select(snapshot => snapshot.GetProperty("state").GetProperty("status"))
                .Select(status => status.Deserialize<LabStatus>(LabJson.Options))
                .Distinct()
        );
    }

    [Fact]
    public void The_last_state_is_the_report_s()
    {
        var (recording, report) = Record();
        Assert.Equal(report.State, PageData.Of(recording, report).Snapshots[^1].State);
    }

    [Fact]
    public void No_text_can_end_the_element_that_holds_the_data()
    {
        var (recording, report) = Record();
        var text = PageData.Json(recording, report);
        Assert.DoesNotContain('<', text);
        using var json = JsonDocument.Parse(text);
        var items =
            json.RootElement.GetProperty("training").GetString()
            + "\n"
            + json.RootElement.GetProperty("heldOut").GetString();
        Assert.Equal(
            ["<!--", Hostile, "abba", "badge", "cabbage"],
            items.Split('\n').Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_seed_beyond_the_exact_numbers_of_a_script_is_kept_as_text()
    {
        var (recording, report) = Record();
        Assert.Equal("-9223372036854775808", PageData.Of(recording, report).Seed);
    }

    [Fact]
    public void A_report_of_another_step_than_the_last_snapshot_is_refused()
    {
        var (recording, report) = Record();
        recording.Session.Step();
        recording.End();
        var error = Assert.Throws<ArgumentException>(() => PageData.Json(recording, report));
        Assert.StartsWith(
            "The report is of step 30, the last snapshot of step 31. End the recording, then make the report.",
            error.Message,
            StringComparison.Ordinal
        );
    }

    private static (LabRecording Recording, LabReport Report) Record()
    {
        var session = new LabSession(Config);
        var recording = new LabRecording(session);
        while (session.State.Step < Config.Training.Steps)
        {
            session.Step();
            recording.Observe();
        }
        recording.End();
        return (recording, session.Report());
    }

    private static float[] Floats(byte[] bytes) =>
        [
            .. bytes
                .Chunk(sizeof(float))
                .Select(four => BinaryPrimitives.ReadSingleLittleEndian(four)),
        ];
}
