using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>GPT-2 in Hugging Face's layout: a folder with <c>model.safetensors</c> and <c>config.json</c>.</summary>
/// <remarks>The names are <c>wte.weight</c>, <c>h.0.attn.c_attn.weight</c> …, all of them with or without <c>transformer.</c> before them; weights of
/// projections have the shape (in, out). Causal masks (<c>h.0.attn.bias</c>, <c>h.0.attn.masked_bias</c>) are passed over.
/// Source: Radford et al. 2019; names as in the files that Hugging Face publishes under <c>gpt2</c>.</remarks>
public static partial class Gpt2Files
{
    /// <summary>The name of the file of weights.</summary>
    public const string WeightsName = "model.safetensors";

    /// <summary>The name of the file of sizes.</summary>
    public const string ConfigName = "config.json";

    /// <summary>How messages begin.</summary>
    internal const string Reader = "Gpt2Files";

    private const int Gpt2HeadSize = 64; // in all sizes that were published

    /// <summary>Reads a model.</summary>
    /// <param name="folder">Holds <c>model.safetensors</c> and, as a rule, <c>config.json</c>. Without the latter the sizes follow from the shapes,
    /// the number of heads is that of channels divided by 64, as in every published GPT-2, and the LayerNorm epsilon is 1e-5. Its dropout rates are
    /// passed over: <see cref="GptConfig.DropoutRate"/> of the model is 0.</param>
    /// <returns>The model. F16, BF16 and F32 weights are exact; F64 read as <see cref="float"/> is rounded. The head is tied if there is no
    /// <c>lm_head.weight</c>, or if it is equal to <c>wte.weight</c> bit for bit and the configuration does not say
    /// <c>"tie_word_embeddings": false</c>.</returns>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, the two do not fit each other, a weight is NaN or infinite, or the configuration
    /// asks for something that <see cref="Gpt{T}"/> does not do: the message names it.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static Gpt<T> Load<T>(string folder)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var weightsPath = Path.Combine(folder, WeightsName);
        if (!File.Exists(weightsPath))
        {
            throw new FileNotFoundException(
                $"{Reader}: '{folder}' holds no {WeightsName}. Put the weights of a GPT-2 in Hugging Face's layout there, and its {ConfigName}.",
                weightsPath
            );
        }
        var configPath = Path.Combine(folder, ConfigName);
        var config = File.Exists(configPath) ? TokenizerFile.Read(configPath) : null;
        using var weights = Safetensors.Map(weightsPath);
        return Read<T>($"'{weightsPath}'", weights.File, $"'{configPath}'", config);
    }

    /// <summary>The model of a file's contents and, if there is one, a configuration.</summary>
    internal static Gpt<T> Read<T>(
        string source,
        SafetensorsFile file,
        string configSource,
        byte[]? configBytes
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var tensors = ByName(source, file);
        bool? isSaidToBeTied = null;
        GptConfig config;
        if (configBytes is null)
        {
            config = OfShapes(source, tensors);
        }
        else
        {
            (config, isSaidToBeTied) = Gpt2ConfigFile.Read(configSource, configBytes);
        }
        config = config with { HasTiedHead = IsHeadTied(source, tensors, isSaidToBeTied) };
        if (config.HasTiedHead)
        {
            tensors.Remove(Gpt2Layout.Head);
        }
        ThrowIfOtherTensors(source, tensors, config);
        var model = new Gpt<T>(config, new RandomGenerator(0));
        foreach (var (name, parameter) in model.NamedParameters)
        {
            var values = tensors[name].ReadVariable<T>();
            try
            {
                GptFile.ThrowIfNotFinite(name, values);
            }
            catch (ArgumentException error)
            {
                throw Error(source, $"{error.Message} The file is damaged.", error);
            }
            parameter.Assign(values.AsSpan());
        }
        return model;
    }

    // Prefix and masks taken away.
    private static Dictionary<string, SafetensorsTensor> ByName(string source, SafetensorsFile file)
    {
        var tensors = new Dictionary<string, SafetensorsTensor>(StringComparer.Ordinal);
        foreach (var tensor in file.Tensors)
        {
            var name = tensor.Name.StartsWith(Gpt2Layout.Prefix, StringComparison.Ordinal)
                ? tensor.Name[Gpt2Layout.Prefix.Length..]
                : tensor.Name;
            if (!Gpt2Layout.IsMask(name) && !tensors.TryAdd(name, tensor))
            {
                throw Error(
                    source,
                    $"it has '{TokenizerFile.Shown(name)}' with and without '{Gpt2Layout.Prefix}' before it."
                );
            }
        }
        return tensors;
    }

    private static GptConfig OfShapes(string source, Dictionary<string, SafetensorsTensor> tensors)
    {
        var (v, c) = Matrix(Gpt2Layout.TokenEmbedding);
        var (t, _) = Matrix(Gpt2Layout.PositionEmbedding);
        if (c % Gpt2HeadSize != 0)
        {
            throw Error(
                source,
                $"there is no {ConfigName} beside it, and {c} channels are no multiple of {Gpt2HeadSize}, so the number of heads is unknown. Add the {ConfigName}."
            );
        }
        var layerCount = 0;
        while (tensors.ContainsKey($"h.{layerCount}.ln_1.weight"))
        {
            layerCount++;
        }
        var config = new GptConfig
        {
            VocabularySize = v,
            ContextLength = t,
            ChannelCount = c,
            HeadCount = c / Gpt2HeadSize,
            LayerCount = layerCount,
        };
        try
        {
            config.Validate();
            return config;
        }
        catch (ArgumentException error)
        {
            throw Error(source, $"its shapes are those of no GPT-2. {error.Message}", error);
        }

        (int Rows, int Columns) Matrix(string name) =>
            tensors.TryGetValue(name, out var tensor) && tensor.Shape.Rank == 2
                ? (tensor.Shape[0], tensor.Shape[1])
                : throw Error(source, $"it has no matrix '{name}'. Is it a GPT-2?");
    }

    private static bool IsHeadTied(
        string source,
        Dictionary<string, SafetensorsTensor> tensors,
        bool? isSaidToBeTied
    )
    {
        if (!tensors.TryGetValue(Gpt2Layout.Head, out var head))
        {
            return isSaidToBeTied ?? true
                ? true
                : throw Error(
                    source,
                    $"{ConfigName} says that the head is not tied, but there is no '{Gpt2Layout.Head}'."
                );
        }
        if (isSaidToBeTied == false)
        {
            return false;
        }
        var isEqual =
            tensors.TryGetValue(Gpt2Layout.TokenEmbedding, out var embedding)
            && (head.Type, head.Shape) == (embedding.Type, embedding.Shape)
            && head.Bytes.Span.SequenceEqual(embedding.Bytes.Span);
        return isEqual || isSaidToBeTied is null
            ? isEqual
            : throw Error(
                source,
                $"{ConfigName} says that the head is tied, but '{Gpt2Layout.Head}' differs from '{Gpt2Layout.TokenEmbedding}'. Correct tie_word_embeddings, or remove the tensor."
            );
    }

    // Before any memory is taken for the model: what is missing, of another shape, of another kind, or too much.
    private static void ThrowIfOtherTensors(
        string source,
        Dictionary<string, SafetensorsTensor> tensors,
        GptConfig config
    )
    {
        var expected = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, shape) in Gpt2Layout.Tensors(config))
        {
            if (!tensors.TryGetValue(name, out var tensor))
            {
                throw Error(source, $"'{name}' {shape} is missing.");
            }
            if (tensor.Shape != shape)
            {
                throw Error(
                    source,
                    $"'{name}' has shape {tensor.Shape}; the sizes ask for {shape}."
                );
            }
            expected.Add(name);
        }
        if (tensors.Keys.FirstOrDefault(name => !expected.Contains(name)) is { } surplus)
        {
            throw Error(
                source,
                $"'{TokenizerFile.Shown(surplus)}' is no part of a GPT-2 of {config.LayerCount} layers."
            );
        }
    }

    private static InvalidDataException Error(
        string source,
        string problem,
        Exception? inner = null
    ) => TokenizerFile.Error(source, problem, inner, Reader);
}
