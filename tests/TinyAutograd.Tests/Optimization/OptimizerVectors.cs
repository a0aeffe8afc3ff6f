using System.Security.Cryptography;
using System.Text.Json;

namespace TinyAutograd.Tests.Optimization;

/// <summary>The reference files of Vectors/optim and their tolerances.</summary>
internal static class OptimizerVectors
{
    private static readonly string Folder = Path.Combine(
        AppContext.BaseDirectory,
        "Vectors",
        "optim"
    );

    private static readonly JsonElement Manifest = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(Folder, "manifest.json")))
        .RootElement;

    public static IEnumerable<string> Names =>
        Manifest
            .GetProperty("files")
            .EnumerateArray()
            .Select(f => f.GetProperty("path").GetString()!);

    public static SafetensorsFile Load(string name) => Safetensors.Load(Path.Combine(Folder, name));

    public static string Sha256(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Folder, name))));

    public static string ExpectedSha256(string name) =>
        Describe(name).GetProperty("sha256").GetString()!;

    public static int ExpectedTensors(string name) =>
        Describe(name).GetProperty("tensors").GetInt32();

    public static JsonElement Json(this SafetensorsFile file, string key) =>
        JsonDocument.Parse(file.Metadata[key]).RootElement;

    public static ReadOnlySpan<double> Values(this SafetensorsFile file, string name) =>
        file[name].ReadVariable<double>().AsSpan();

    /// <summary>One row along the first axis.</summary>
    public static Variable<double> Row(this SafetensorsFile file, string name, int row)
    {
        var all = file[name].ReadVariable<double>();
        var shape = all.Shape.Without(0);
        return Variable.Of(all.AsSpan().Slice(row * shape.ElementCount, shape.ElementCount), shape);
    }

    public static void AssertClose(
        ReadOnlySpan<double> want,
        ReadOnlySpan<double> got,
        string tolerance,
        string what
    )
    {
        var bound = Manifest.GetProperty("tolerances").GetProperty("optim").GetProperty(tolerance);
        var (rtol, atol) = (
            bound.GetProperty("rtol").GetDouble(),
            bound.GetProperty("atol").GetDouble()
        );
        Assert.Equal(want.Length, got.Length);
        for (var i = 0; i < want.Length; i++)
        {
            var isSame = want[i].Equals(got[i]); // equal infinities, two NaN
            Assert.True(
                isSame || Math.Abs(got[i] - want[i]) <= atol + rtol * Math.Abs(want[i]),
                $"{what}[{i}]: got {got[i]:R}, want {want[i]:R}"
            );
        }
    }

    private static JsonElement Describe(string name) =>
        Manifest
            .GetProperty("files")
            .EnumerateArray()
            .Single(f => f.GetProperty("path").GetString() == name);
}
