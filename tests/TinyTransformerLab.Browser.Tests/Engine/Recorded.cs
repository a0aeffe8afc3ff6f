using System.Collections.Concurrent;

namespace TinyTransformerLab.Browser.Tests.Engine;

/// <summary>A short training with its recording, its report, and the data that a page would embed; each is made once.</summary>
internal sealed class Recorded
{
    private static readonly ConcurrentDictionary<string, Lazy<Recorded>> Made = new();

    private Recorded(LabConfig config)
    {
        Session = new LabSession(config);
        Recording = new LabRecording(Session);
        while (Session.State.Step < config.Training.Steps)
        {
            Session.Step();
            Recording.Observe();
        }
        Recording.End();
        Report = Session.Report();
        Json = PageData.Json(Recording, Report);
        Html = LabPage.Recorded(Recording, Report);
    }

    public LabSession Session { get; }

    public LabRecording Recording { get; }

    public LabReport Report { get; }

    /// <summary>What <see cref="PageData"/> writes into a page.</summary>
    public string Json { get; }

    /// <summary>The page.</summary>
    public string Html { get; }

    /// <summary>The names of the models: the usual one, and unusual ones.</summary>
    public static IEnumerable<string> Names { get; } =
    ["usual", "untrained", "one head", "small context", "emoji", "copy task"];

    public static Recorded Of(string name) =>
        Made.GetOrAdd(
            name,
            static key => new Lazy<Recorded>(() => new Recorded(ConfigOf(key)))
        ).Value;

    private static LabConfig ConfigOf(string name) =>
        name switch
        {
            "usual" => new LabConfig { Training = Steps(60) },
            "untrained" => new LabConfig { Training = Steps(0) },
            "one head" => new LabConfig
            {
                LayerCount = 1,
                HeadCount = 1,
                ChannelCount = 8,
                Training = Steps(40),
                Seed = -7,
            },
            "small context" => new LabConfig
            {
                Preset = LabPreset.OwnText,
                OwnText = string.Join('\n', ShortItems()),
                LayerCount = 3,
                HeadCount = 2,
                ChannelCount = 12,
                ContextLength = 9,
                Training = Steps(40),
                Seed = long.MaxValue,
            },
            "emoji" => new LabConfig
            {
                Preset = LabPreset.OwnText,
                OwnText = "🦊🐻\n🐻🦊🐻\nähm · ß\n</script>\n🦊ä🐻\nß·ß\n<!--\nשלום\ne\u0301a",
                LayerCount = 2,
                HeadCount = 2,
                ChannelCount = 8,
                Training = Steps(40),
            },
            "copy task" => new LabConfig
            {
                Preset = LabPreset.CopyTask,
                Training = Steps(20),
                Seed = 3,
            },
            _ => throw new ArgumentException($"There is no model {name}."),
        };

    private static TrainingOptions Steps(int count) => new() { Steps = count };

    private static IEnumerable<string> ShortItems()
    {
        var random = new RandomGenerator(5);
        for (var item = 0; item < 80; item++)
        {
            var letters = new char[1 + random.NextInt32(8)];
            for (var i = 0; i < letters.Length; i++)
            {
                letters[i] = (char)('a' + random.NextInt32(6));
            }
            yield return new string(letters);
        }
    }
}
