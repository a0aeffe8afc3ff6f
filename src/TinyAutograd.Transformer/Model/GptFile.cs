using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Transformer;

/// <summary>A model with its vocabulary in one safetensors file: weights under their parameter names, sizes and characters as metadata.</summary>
public static class GptFile
{
    /// <summary>Tensors under such names belong to a training, not to the model: a checkpoint holds both.</summary>
    internal const string TrainingPrefix = "training.";

    private const string PlainFormat = "tinyautograd-gpt-1"; // sizes, epsilon and head: all else as in GPT-2
    private const string Format = "tinyautograd-gpt-2"; // and every option
    private const string UnknownKey = "unknown_token"; // only where there is one

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="model">The weights and sizes.</param>
    /// <param name="tokenizer">The vocabulary.</param>
    /// <exception cref="ArgumentException">A weight is NaN or infinite; what was there before is unchanged.</exception>
    /// <exception cref="IOException">It cannot be written; what was there before is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; what was there before is unchanged.</exception>
    public static void Save<T>(string path, Gpt<T> model, CharacterTokenizer tokenizer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        Safetensors.Save(path, Tensors(model), Describe(model.Config, tokenizer));
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote, or the model of a <see cref="CheckpointFile"/>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model and its vocabulary.</returns>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or is no model of ours: the message says what is wrong.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static (Gpt<T> Model, CharacterTokenizer Tokenizer) Load<T>(string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var file = Safetensors.Load(path);
        try
        {
            return Read<T>(file);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(
                $"Model file '{path}' cannot be used: {error.Message}",
                error
            );
        }
    }

    /// <summary>Throws now if <see cref="Save"/> would not be able to write later: before hours of training rather than after.</summary>
    /// <param name="path">The file to be written.</param>
    /// <exception cref="IOException">There is no such folder, or it cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written to.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed.</exception>
    public static void ThrowIfNotWritable(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var target = Path.GetFullPath(path);
        if (Directory.Exists(target))
        {
            throw new IOException($"'{path}' is a folder; a file name is needed.");
        }
        if (!Directory.Exists(Path.GetDirectoryName(target)))
        {
            throw new DirectoryNotFoundException($"The folder of '{path}' does not exist.");
        }
        var probe = $"{target}.{Path.GetRandomFileName()}.tmp";
        using (
            new FileStream(
                probe,
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose
            )
        ) { }
    }

    /// <summary>The weights of a model, checked and under their names.</summary>
    /// <exception cref="ArgumentException">A weight is NaN or infinite.</exception>
    internal static IEnumerable<SafetensorsTensor> Tensors<T>(Gpt<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (var parameter in model.Parameters)
        {
            ThrowIfNotFinite(parameter.Name, parameter.Value);
            yield return SafetensorsTensor.Of(parameter.Name, parameter.Value);
        }
    }

    /// <summary>Sizes and vocabulary as metadata.</summary>
    internal static Dictionary<string, string> Describe(
        GptConfig config,
        CharacterTokenizer? tokenizer
    )
    {
        var texts = new Dictionary<string, string>
        {
            ["format"] = config.IsPlain ? PlainFormat : Format,
            ["n_layer"] = Text(config.LayerCount),
            ["n_head"] = Text(config.HeadCount),
            ["n_embd"] = Text(config.ChannelCount),
            ["n_ctx"] = Text(config.ContextLength),
            ["vocab_size"] = Text(config.VocabularySize),
            ["layer_norm_epsilon"] = config.LayerNormEpsilon.ToString(
                "R",
                CultureInfo.InvariantCulture
            ),
            ["tie_word_embeddings"] = config.HasTiedHead ? "true" : "false",
        };
        if (tokenizer is not null)
        {
            texts.Add("characters", tokenizer.Characters);
        }
        if (tokenizer?.UnknownToken is not null)
        {
            texts.Add(UnknownKey, "true");
        }
        if (!config.IsPlain)
        {
            GptOptionTexts.Write(texts, config);
        }
        return texts;

        static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The model of a file's contents.</summary>
    /// <exception cref="ArgumentException">They are no model of ours.</exception>
    /// <exception cref="InvalidDataException">A weight's elements are no floating-point numbers.</exception>
    internal static (Gpt<T> Model, CharacterTokenizer Tokenizer) Read<T>(SafetensorsFile file)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var metadata = new MetadataReader(file.Metadata);
        var tokenizer = new CharacterTokenizer(
            metadata.Text("characters").EnumerateRunes(),
            hasUnknownToken: metadata.Has(UnknownKey) && metadata.Flag(UnknownKey)
        );
        if (metadata.Count("vocab_size") is var size && size != tokenizer.VocabularySize)
        {
            throw new ArgumentException(
                $"its vocab_size is {size}, its characters give {tokenizer.VocabularySize}."
            );
        }
        return (ReadModel<T>(file), tokenizer);
    }

    /// <summary>The model of a file's contents, whatever they say of its vocabulary.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    internal static Gpt<T> ReadModel<T>(SafetensorsFile file)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var metadata = new MetadataReader(file.Metadata);
        var config = ReadConfig(metadata);
        var weights = file
            .Tensors.Where(tensor =>
                !tensor.Name.StartsWith(TrainingPrefix, StringComparison.Ordinal)
            )
            .ToArray();
        ThrowIfCountDiffers(weights, config);
        var model = new Gpt<T>(config, new RandomGenerator(0));
        model.LoadParameters(
            weights.ToDictionary(tensor => tensor.Name, tensor => tensor.ReadVariable<T>())
        );
        foreach (var parameter in model.Parameters)
        {
            ThrowIfNotFinite(parameter.Name, parameter.Value);
        }
        return model;
    }

    /// <exception cref="ArgumentException">A number is NaN or infinite.</exception>
    internal static void ThrowIfNotFinite<T>(string name, Variable<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (values.Length > 0 && !TensorPrimitives.IsFiniteAll(values.AsSpan()))
        {
            throw new ArgumentException($"'{name}' holds NaN or infinity.");
        }
    }

    private static GptConfig ReadConfig(MetadataReader metadata)
    {
        var format = metadata.Text("format");
        if (format is not (PlainFormat or Format))
        {
            throw new ArgumentException(
                $"its format is '{format}'; '{PlainFormat}' or '{Format}' is needed."
            );
        }
        var config = new GptConfig
        {
            LayerCount = metadata.Count("n_layer"),
            HeadCount = metadata.Count("n_head"),
            ChannelCount = metadata.Count("n_embd"),
            ContextLength = metadata.Count("n_ctx"),
            VocabularySize = metadata.Count("vocab_size"),
            LayerNormEpsilon = metadata.Number("layer_norm_epsilon"),
            HasTiedHead = metadata.Flag("tie_word_embeddings"),
        };
        if (format == Format)
        {
            config = GptOptionTexts.Read(metadata, config);
        }
        config.Validate();
        return config;
    }

    // A small file that claims a huge model is refused before the model's memory is asked for.
    private static void ThrowIfCountDiffers(SafetensorsTensor[] tensors, GptConfig config)
    {
        var weights = tensors.Sum(tensor => (long)tensor.Shape.ElementCount);
        if (weights != config.WeightCount)
        {
            throw new ArgumentException(
                $"its sizes ask for {config.WeightCount:N0} weights, it holds {weights:N0}."
            );
        }
    }
}
