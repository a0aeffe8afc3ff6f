using System.Numerics;

namespace TinyAutograd.Transformer.Tests.Model;

/// <summary>The models of the reference vectors: <c>small</c>, <c>small_untied</c>, <c>big</c>, and the numbers beside them.</summary>
internal static class GptVectors
{
    /// <summary>The models that are computed forward, backward and trained for 50 steps.</summary>
    public static TheoryData<string> Names => ["small", "small_untied", "big"];

    /// <summary>The initial model.</summary>
    public static Gpt<T> Load<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var path = PathOf(name, "config.json");
        var (config, isHeadTied) = Gpt2ConfigFile.Read(path, File.ReadAllBytes(path));
        var model = new Gpt<T>(
            config with
            {
                HasTiedHead = isHeadTied ?? throw new InvalidDataException(path),
            },
            new RandomGenerator(0)
        );
        model.LoadParameters(
            Numbers(name, "weights")
                .Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.ReadVariable<T>())
        );
        return model;
    }

    /// <summary>A file of numbers, named without its ending.</summary>
    public static SafetensorsFile Numbers(string name, string file) =>
        Safetensors.Load(PathOf(name, $"{file}.safetensors"));

    private static string PathOf(string name, string file) =>
        Path.Combine(AppContext.BaseDirectory, "Vectors", "gpt", name, file);
}
