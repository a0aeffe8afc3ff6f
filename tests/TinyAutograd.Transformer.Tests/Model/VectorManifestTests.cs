using System.Security.Cryptography;
using System.Text.Json;

namespace TinyAutograd.Transformer.Tests.Model;

/// <summary>The reference vectors are complete and those that were computed.</summary>
public class VectorManifestTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Vectors");

    /// <summary>Those of optimizers lie beside the optimizers' tests.</summary>
    [Fact]
    public void Every_file_of_gpt_and_sampling_is_the_one_of_the_manifest()
    {
        using var manifest = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Folder, "manifest.json"))
        );
        var listed = manifest
            .RootElement.GetProperty("files")
            .EnumerateArray()
            .Where(file =>
                !file.GetProperty("path")
                    .GetString()!
                    .StartsWith("optim/", StringComparison.Ordinal)
            )
            .ToDictionary(
                file => file.GetProperty("path").GetString()!,
                file => file.GetProperty("sha256").GetString()!
            );
        var present = new[] { "gpt", "sampling" }.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(Folder, folder), "*", SearchOption.AllDirectories)
        );
        Assert.Equal(
            listed,
            present.ToDictionary(
                file => Path.GetRelativePath(Folder, file).Replace('\\', '/'),
                file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))
            )
        );
    }
}
