using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>A training in one safetensors file, to be continued with the same bits. <see cref="GptFile.Load"/> reads its model.</summary>
/// <remarks>Beside the model it holds AdamW's moments as tensors <c>training.exp_avg.…</c> and <c>training.exp_avg_sq.…</c>, the best
/// weights of the evaluations as <c>training.best.…</c>, and as metadata the options, the step, the position in the data (whose generator is
/// counter-based: seed and epoch are its whole state), a SHA-256 of the data and one of the whole contents.</remarks>
public static partial class CheckpointFile
{
    internal const string ChecksumKey = GptFile.TrainingPrefix + "sha256";

    private const string DataKey = GptFile.TrainingPrefix + "data_sha256";
    private const string UserPrefix = "user.";
    private const string VocabularyKey = GptFile.TrainingPrefix + "vocabulary"; // only where no characters are in the file
    private const string Elsewhere = "elsewhere";
    private const string Best = "best";

    /// <summary>Writes a training between two updates, whole or not at all.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="trainer">What is to be continued later.</param>
    /// <param name="metadata">Texts of the caller's own, read back as <see cref="Checkpoint{T}.Metadata"/>; none unless told.</param>
    /// <exception cref="ArgumentException">A weight is NaN or infinite, or a text is not well-formed Unicode; what was there before is
    /// unchanged.</exception>
    /// <exception cref="IOException">It cannot be written; what was there before is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; what was there before is unchanged.</exception>
    public static void Save<T>(
        string path,
        Trainer<T> trainer,
        IReadOnlyDictionary<string, string>? metadata = null
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(trainer);
        var texts = GptFile.Describe(trainer.Model.Config, trainer.Data.Tokenizer);
        CheckpointMetadata.Write(
            texts,
            trainer.Options,
            new TrainingProgress(trainer.StepCount, trainer.Position, trainer.Evaluation)
        );
        if (trainer.Data.Tokenizer is null)
        {
            texts[VocabularyKey] = Elsewhere;
        }
        texts[DataKey] = trainer.Data.Hash();
        foreach (var (key, text) in metadata ?? new Dictionary<string, string>())
        {
            texts[UserPrefix + key] = text;
        }
        SafetensorsTensor[] tensors =
        [
            .. GptFile.Tensors(trainer.Model),
            .. trainer
                .SaveState()
                .Parameters.SelectMany(parameter =>
                    parameter.Arrays.Select(array =>
                        SafetensorsTensor.Of(MomentName(array.Key, parameter.Name), array.Value)
                    )
                ),
            .. trainer.BestWeights.Select(weight =>
                SafetensorsTensor.Of(MomentName(Best, weight.Key), weight.Value)
            ),
        ];
        texts[ChecksumKey] = Checksum(new SafetensorsFile(tensors, texts));
        Safetensors.Save(path, tensors, texts);
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its contents, checked; <see cref="Checkpoint{T}.Resume"/> continues.</returns>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, is no checkpoint, or one of another element type: the message says what is
    /// wrong.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static Checkpoint<T> Load<T>(string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var file = Safetensors.Load(path);
        try
        {
            return Read<T>(file, path);
        }
        catch (ArgumentException error)
        {
            throw Unusable(path, error.Message, error);
        }
    }

    internal static InvalidDataException Unusable(
        string path,
        string problem,
        Exception? inner = null
    ) => new($"Checkpoint '{path}' cannot be used: {problem}", inner);

    /// <summary>SHA-256 of all that the contents say, but for itself.</summary>
    internal static string Checksum(SafetensorsFile file)
    {
        using var hash = new ContentHash();
        foreach (var (key, text) in file.Metadata.Where(pair => pair.Key != ChecksumKey))
        {
            hash.Add(key);
            hash.Add(text);
        }
        foreach (var tensor in file.Tensors)
        {
            hash.Add(tensor.ToString()); // name, type and shape
            hash.Add(tensor.Bytes.Span);
        }
        return hash.Finish();
    }

    private static string MomentName(string moment, string parameter) =>
        $"{GptFile.TrainingPrefix}{moment}.{parameter}";
}
