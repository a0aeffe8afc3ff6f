using System.Numerics;

namespace TinyAutograd;

/// <content>The parameters of modules.</content>
public static partial class Safetensors
{
    /// <summary>Writes the parameters of a module under their names, see <see cref="Save(string, SafetensorsFile)"/>.</summary>
    /// <param name="path">The file; replaced if it exists. Its folder must exist.</param>
    /// <param name="module">Shared parameters are written once, under their first name.</param>
    /// <param name="metadata">Texts by name; none unless told.</param>
    /// <inheritdoc cref="Save(string, SafetensorsFile)" path="/exception"/>
    public static void Save<T>(
        string path,
        Module<T> module,
        IReadOnlyDictionary<string, string>? metadata = null
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(module);
        Save(
            path,
            module.NamedParameters.Select(pair => SafetensorsTensor.Of(pair.Key, pair.Value.Value)),
            metadata
        );
    }

    /// <summary>Reads the parameters of a module: exactly those it has, each of its shape; F32 and F64 convert.</summary>
    /// <param name="path">The file.</param>
    /// <param name="module">Its numbers are replaced, or where anything is wrong left as they were.</param>
    /// <returns>The contents of the file, for example for its metadata.</returns>
    /// <exception cref="InvalidDataException">It is not a sound safetensors file, or its names or shapes are not those of the module.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SafetensorsFile Load<T>(string path, Module<T> module)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(module);
        var file = Load(path);
        var values = file.Tensors.ToDictionary(
            tensor => tensor.Name,
            tensor => tensor.ReadVariable<T>(),
            StringComparer.Ordinal
        );
        try
        {
            module.LoadParameters(values);
        }
        catch (ArgumentException error)
        {
            throw SafetensorsHeader.Error($"'{path}'", null, error.Message, error);
        }
        return file;
    }
}
