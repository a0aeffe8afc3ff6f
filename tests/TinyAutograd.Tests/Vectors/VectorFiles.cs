using System.Globalization;
using System.Text.Json;

namespace TinyAutograd.Tests.Vectors;

/// <summary>The vector files and their manifest, as they stand in <c>Vectors/ops</c>.</summary>
internal static class VectorFiles
{
    private static readonly string Folder = Path.Combine(
        AppContext.BaseDirectory,
        "Vectors",
        "ops"
    );

    public static JsonElement Manifest { get; } =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "manifest.json"))).RootElement;

    public static SafetensorsFile Load(string name) =>
        Safetensors.Load(Path.Combine(Folder, $"{name}.safetensors"));

    /// <summary>The cases of a file of one op, or of functions.</summary>
    public static VectorCase[] Cases(string name)
    {
        var file = Load(name);
        var count = int.Parse(file.Metadata["num_cases"], CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(0, count).Select(k => new VectorCase(file, $"case{k}"))];
    }

    /// <summary>The cases of one op in <c>extremal.safetensors</c>.</summary>
    public static VectorCase[] ExtremalCases(string op)
    {
        var file = Load("extremal");
        var count = int.Parse(file.Metadata[$"{op}.cases"], CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(0, count).Select(k => new VectorCase(file, $"{op}.case{k}"))];
    }
}
