using System.Numerics;

namespace TinyAutograd;

/// <summary>Modules in safetensors files.</summary>
public static class ModuleFiles
{
    /// <summary>Writes the parameters and buffers of a module, by the names of <see cref="Module{T}.NamedParameters"/> and
    /// <see cref="Module{T}.NamedBuffers"/>; whole or not at all.</summary>
    /// <param name="module">What to save; shared parameters are written once.</param>
    /// <param name="path">The file; replaced if it exists. Its folder must exist.</param>
    /// <param name="metadata">Texts by name, for example the model's configuration; none unless told.</param>
    /// <exception cref="IOException">It cannot be written; what was there before is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; what was there before is unchanged.</exception>
    /// <exception cref="ArgumentException">A text is not well-formed, or the path is empty or malformed.</exception>
    public static void Save<T>(
        this Module<T> module,
        string path,
        IReadOnlyDictionary<string, string>? metadata = null
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(module);
        Safetensors.Save(
            path,
            module.NamedValues.Select(pair => SafetensorsTensor.Of(pair.Key, pair.Value)),
            metadata
        );
    }

    /// <summary>Replaces the parameters and buffers of a module by those of a file.</summary>
    /// <param name="module">A module with the same names and shapes; unchanged if anything is wrong.</param>
    /// <param name="path">A file that <see cref="Save{T}"/> wrote, in either element type: double is rounded to float, float is exact in
    /// double. A buffer may also be stored as integers, as PyTorch stores the number of batches.</param>
    /// <returns>The contents of the file, for example for its metadata.</returns>
    /// <exception cref="InvalidDataException">It is not a sound safetensors file, or its names or shapes are not those of the module: the
    /// message lists all that are missing, unexpected or of another shape.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static SafetensorsFile Load<T>(this Module<T> module, string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(module);
        var file = Safetensors.Load(path);
        var buffers = module
            .NamedBuffers.Select(pair => pair.Key)
            .ToHashSet(StringComparer.Ordinal);
        var values = file.Tensors.ToDictionary(
            tensor => tensor.Name,
            tensor =>
                tensor.Type.IsFloatingPoint() || !buffers.Contains(tensor.Name)
                    ? tensor.ReadVariable<T>()
                    : Variable.Of<T>(
                        Array.ConvertAll(tensor.ReadInt64(), T.CreateTruncating),
                        tensor.Shape
                    ),
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
