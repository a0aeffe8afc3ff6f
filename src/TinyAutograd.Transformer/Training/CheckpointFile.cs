using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Transformer;

/// <summary>A training in one safetensors file, to be continued with the same bits. <see cref="GptFile.Load"/> reads its model.</summary>
/// <remarks>Beside the model it holds AdamW's moments as tensors <c>training.exp_avg.…</c> and <c>training.exp_avg_sq.…</c>, and as metadata
/// the options, the step, the position in the data, a SHA-256 of the data and one of the whole contents.</remarks>
public static class CheckpointFile
{
    internal const string ChecksumKey = GptFile.TrainingPrefix + "sha256";

    private const string DataKey = GptFile.TrainingPrefix + "data_sha256";
    private const string UserPrefix = "user.";

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
            new TrainingProgress(trainer.StepCount, trainer.Position)
        );
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

    private static Checkpoint<T> Read<T>(SafetensorsFile file, string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var metadata = new MetadataReader(file.Metadata);
        var (options, progress) = CheckpointMetadata.Read(metadata);
        if (metadata.Text(ChecksumKey) != Checksum(file))
        {
            throw new ArgumentException(
                $"its contents do not give its {ChecksumKey}: it was changed or damaged. Copy it again."
            );
        }
        ThrowIfOtherType<T>(file);
        var (model, tokenizer) = GptFile.Read<T>(file);
        Trainer<T>.Validate(options, model.Config);
        var state = ReadState<T>(file, options, progress.StepCount);
        Trainer<T>.CreateOptimizer(model, options).Restore(state); // names and shapes are checked here
        var own = file
            .Metadata.Where(pair => pair.Key.StartsWith(UserPrefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[UserPrefix.Length..], pair => pair.Value);
        return new Checkpoint<T>(
            path,
            model,
            tokenizer,
            options,
            progress,
            state,
            metadata.Text(DataKey),
            own
        );
    }

    private static OptimizerState<T> ReadState<T>(
        SafetensorsFile file,
        TrainingOptions options,
        int stepCount
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var arrays = new Dictionary<string, Dictionary<string, Variable<T>>>();
        foreach (var tensor in file.Tensors)
        {
            if (!tensor.Name.StartsWith(GptFile.TrainingPrefix, StringComparison.Ordinal))
            {
                continue;
            }
            var parts = tensor.Name.Split('.', 3); // training, moment, parameter
            if (parts.Length < 3 || string.IsNullOrWhiteSpace(parts[2]))
            {
                throw new ArgumentException($"unexpected tensor '{tensor.Name}'.");
            }
            var values = tensor.ReadVariable<T>();
            ThrowIfImpossible(tensor.Name, parts[1], values);
            arrays.TryAdd(parts[2], []);
            arrays[parts[2]].Add(parts[1], values);
        }
        return new OptimizerState<T>(
            "AdamW",
            options.LearningRate,
            [.. arrays.Select(pair => new ParameterState<T>(pair.Key, stepCount, pair.Value))]
        );
    }

    private static void ThrowIfImpossible<T>(string name, string moment, Variable<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        GptFile.ThrowIfNotFinite(name, values);
        if (
            moment == "exp_avg_sq"
            && values.Length > 0
            && TensorPrimitives.Min(values.AsSpan()) < T.Zero
        )
        {
            throw new ArgumentException($"'{name}' holds a mean of squares below 0.");
        }
    }

    private static void ThrowIfOtherType<T>(SafetensorsFile file)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var type = typeof(T) == typeof(double) ? SafetensorsType.F64 : SafetensorsType.F32;
        if (file.Tensors.FirstOrDefault(tensor => tensor.Type != type) is { } other)
        {
            throw new ArgumentException(
                $"tensor '{other.Name}' holds {other.Type}, {typeof(T).Name} is {type}. Training goes on in the element type in which it began."
            );
        }
    }

    private static string MomentName(string moment, string parameter) =>
        $"{GptFile.TrainingPrefix}{moment}.{parameter}";
}
