using System.Numerics;

namespace TinyAutograd.Transformer;

/// <content>Writing.</content>
public static partial class Gpt2Files
{
    /// <summary>Writes a model as <c>model.safetensors</c> and <c>config.json</c>.</summary>
    /// <param name="folder">Where to; made if there is none. Files of these names are replaced: both are written beside their places, then
    /// take their names one after the other.</param>
    /// <param name="model">The model. A free head becomes <c>lm_head.weight</c>.</param>
    /// <param name="type">F64, F32, F16 or BF16; unless told, F64 for <see cref="double"/> and F32 for <see cref="float"/>, which lose nothing.</param>
    /// <param name="hasPrefix">Whether <c>transformer.</c> stands before all names but the head's, as in the files of Hugging Face's
    /// <c>GPT2LMHeadModel</c>; without it as in those published under <c>gpt2</c>.</param>
    /// <remarks>GPT-2's layout knows learned positions, LayerNorm with biases, both kinds of GELU, and keys and values for each head.</remarks>
    /// <exception cref="ArgumentException">The model is not in GPT-2's layout, the type is no floating-point type, or a weight is NaN, infinite or
    /// beyond the range of the type; what was there before is unchanged.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Save<T>(
        string folder,
        Gpt<T> model,
        SafetensorsType? type = null,
        bool hasPrefix = false
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(model);
        ThrowIfOtherLayout(model);
        // Other libraries look here for which of them wrote the file; "pt" is what they all read.
        var metadata = new Dictionary<string, string> { ["format"] = "pt" };
        var contents = new SafetensorsFile(
            model.NamedParameters.Select(pair => Tensor(pair.Key, pair.Value, type, hasPrefix)),
            metadata
        );
        Directory.CreateDirectory(folder);
        var config = Gpt2ConfigFile.Write(model.Config);
        WholeFiles.Write(
            (Path.Combine(folder, WeightsName), stream => Safetensors.Save(stream, contents)),
            (Path.Combine(folder, ConfigName), stream => stream.Write(config))
        );
    }

    private static SafetensorsTensor Tensor<T>(
        string name,
        Parameter<T> parameter,
        SafetensorsType? type,
        bool hasPrefix
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        GptFile.ThrowIfNotFinite(name, parameter.Value);
        var written = hasPrefix && name != Gpt2Layout.Head ? Gpt2Layout.Prefix + name : name;
        if (type is not { } asked)
        {
            return SafetensorsTensor.Of(written, parameter.Value);
        }
        var tensor = SafetensorsTensor.Of(written, parameter.Value, asked);
        try
        {
            GptFile.ThrowIfNotFinite(name, tensor.ReadVariable<double>());
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException(
                $"{Reader}: '{name}' has a weight beyond the range of {asked}. Choose a wider type.",
                nameof(type),
                error
            );
        }
        return tensor;
    }

    private static void ThrowIfOtherLayout<T>(Gpt<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Gpt2Layout.Foreign(model.Config) is { } option)
        {
            throw new ArgumentException(
                $"{Reader}: GPT-2's layout has no {option}. Save the model with GptFile.",
                nameof(model)
            );
        }
        var layout = Gpt2Layout.Tensors(model.Config);
        var own = model.NamedParameters.Select(pair => (Name: pair.Key, pair.Value.Shape));
        var other = own.Except(layout).Concat(layout.Except(own)).FirstOrDefault();
        if (other.Name is not null)
        {
            throw new ArgumentException(
                $"{Reader}: '{other.Name}' {other.Shape} is in the model but not in GPT-2, or the other way round. Save it with GptFile.",
                nameof(model)
            );
        }
    }
}
