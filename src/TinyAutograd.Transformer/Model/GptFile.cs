using System.Globalization;
using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>A model with its vocabulary in one safetensors file: weights under their parameter names, sizes and characters as metadata.</summary>
public static class GptFile
{
    private const string Format = "tinyautograd-gpt-1";

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="model">The weights and sizes.</param>
    /// <param name="tokenizer">The vocabulary.</param>
    /// <exception cref="IOException">It cannot be written; what was there before is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; what was there before is unchanged.</exception>
    public static void Save<T>(string path, Gpt<T> model, CharacterTokenizer tokenizer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        var config = model.Config;
        var metadata = new Dictionary<string, string>
        {
            ["format"] = Format,
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
            ["characters"] = tokenizer.Characters,
        };
        Safetensors.Save(
            path,
            model.Parameters.Select(parameter =>
                SafetensorsTensor.Of(parameter.Name, parameter.Value)
            ),
            metadata
        );
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model and its vocabulary.</returns>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or is no model of ours: the message says what is wrong.</exception>
    public static (Gpt<T> Model, CharacterTokenizer Tokenizer) Load<T>(string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var file = Safetensors.Load(path);
        try
        {
            var tokenizer = new CharacterTokenizer(Required(file, "characters").EnumerateRunes());
            var config = ReadConfig(file);
            if (config.VocabularySize != tokenizer.VocabularySize)
            {
                throw new ArgumentException(
                    $"its vocab_size is {config.VocabularySize}, its characters give {tokenizer.VocabularySize}."
                );
            }
            ThrowIfTooSmall(file, config);
            var model = new Gpt<T>(config, new RandomGenerator(0));
            model.LoadParameters(
                file.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.ReadVariable<T>())
            );
            return (model, tokenizer);
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

    private static GptConfig ReadConfig(SafetensorsFile file)
    {
        if (Required(file, "format") != Format)
        {
            throw new ArgumentException(
                $"its format is '{Required(file, "format")}'; '{Format}' is needed."
            );
        }
        var config = new GptConfig
        {
            LayerCount = Integer(file, "n_layer"),
            HeadCount = Integer(file, "n_head"),
            ChannelCount = Integer(file, "n_embd"),
            ContextLength = Integer(file, "n_ctx"),
            VocabularySize = Integer(file, "vocab_size"),
            LayerNormEpsilon = double.TryParse(
                Required(file, "layer_norm_epsilon"),
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var epsilon
            )
                ? epsilon
                : throw new ArgumentException("its layer_norm_epsilon is not a number."),
            HasTiedHead = Required(file, "tie_word_embeddings") == "true",
        };
        config.Validate();
        return config;
    }

    // A small file that claims a huge model is refused before the model's memory is asked for.
    private static void ThrowIfTooSmall(SafetensorsFile file, GptConfig config)
    {
        var weights = file.Tensors.Sum(tensor => (long)tensor.Shape.ElementCount);
        if (weights != config.WeightCount)
        {
            throw new ArgumentException(
                $"its sizes ask for {config.WeightCount:N0} weights, it holds {weights:N0}."
            );
        }
    }

    private static string Required(SafetensorsFile file, string key) =>
        file.Metadata.TryGetValue(key, out var text)
            ? text
            : throw new ArgumentException(
                $"its metadata has no '{key}'. Is it a model that this program saved?"
            );

    private static int Integer(SafetensorsFile file, string key) =>
        int.TryParse(
            Required(file, key),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value
            : throw new ArgumentException($"its {key} is not a whole number.");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
