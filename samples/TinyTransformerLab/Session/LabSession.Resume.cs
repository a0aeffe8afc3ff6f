using System.Text.Json;

namespace TinyTransformerLab;

/// <content>Saving a training and going on with it.</content>
public sealed partial class LabSession
{
    private const string ProgressKey = "lab";

    /// <summary>Writes the training in one file, whole or not at all: <see cref="GptFile.Load"/> reads its model, <see cref="Resume"/> goes on.</summary>
    /// <exception cref="IOException">It cannot be written; what was there before is unchanged.</exception>
    public void Save(string path) =>
        CheckpointFile.Save(
            path,
            trainer,
            new Dictionary<string, string> { [ProgressKey] = LabJson.Text(Progress()) }
        );

    /// <summary>Goes on with a saved training: the following updates give the same bits as if it had never stopped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="config">Where the data comes from: <see cref="LabConfig.Preset"/>, <see cref="LabConfig.DataPath"/>,
    /// <see cref="LabConfig.OwnText"/>. All else is the file's, but for more steps.</param>
    /// <param name="steps">Updates in all, if the training is to be longer than it was planned: those beyond the plan are made at its final
    /// rate. As planned unless told.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or no training of this lab.</exception>
    /// <exception cref="ArgumentException">The data is not what the training began with.</exception>
    public static LabSession Resume(string path, LabConfig config, int? steps = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        var checkpoint = CheckpointFile.Load<float>(path);
        var progress = ReadProgress(path, checkpoint.Metadata);
        var sizes = checkpoint.Config;
        config = config with
        {
            LayerCount = sizes.LayerCount,
            HeadCount = sizes.HeadCount,
            ChannelCount = sizes.ChannelCount,
            ContextLength = sizes.ContextLength,
            Training = checkpoint.Options,
            Seed = checkpoint.Options.Seed,
        };
        var data = LabData.Of(config);
        return new LabSession(config, data, checkpoint.Resume(data.Items), progress, steps);
    }

    private LabProgress Progress() => new(lettersSeen, [.. recentLosses], heldOutLosses);

    private static LabProgress ReadProgress(
        string path,
        IReadOnlyDictionary<string, string> metadata
    )
    {
        try
        {
            if (
                metadata.TryGetValue(ProgressKey, out var text)
                && JsonSerializer.Deserialize<LabProgress>(text, LabJson.Options)
                    is {
                        HeldOut.Count: > 0,
                        RecentLosses.Count: <= LossCurve.SmoothingWindow
                    } progress
            )
            {
                return progress;
            }
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"Checkpoint '{path}' cannot be used: its metadata '{ProgressKey}' is no record of this lab.",
                error
            );
        }
        throw new InvalidDataException(
            $"Checkpoint '{path}' cannot be used: it has no metadata '{ProgressKey}'. Was it saved by this lab?"
        );
    }
}
