using System.Numerics;
using System.Text.Json;

namespace TinyAutograd.Transformer.Tests.Model;

/// <summary>Compares with reference numbers at the tolerances of the manifest: |got − want| ≤ atol + rtol·|want|.</summary>
internal sealed class VectorTolerance
{
    private readonly JsonElement tolerances;

    /// <param name="tolerances">A class of the manifest: <c>gpt.f64</c> or <c>gpt.f32</c>.</param>
    public VectorTolerance(string tolerances)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Vectors", "manifest.json");
        using var manifest = JsonDocument.Parse(File.ReadAllText(path));
        this.tolerances = manifest
            .RootElement.GetProperty("tolerances")
            .GetProperty(tolerances)
            .Clone();
    }

    public void Equal<T>(
        string quantity,
        string name,
        ReadOnlySpan<T> expected,
        ReadOnlySpan<T> actual
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var tolerance = tolerances.GetProperty(quantity);
        var (relative, absolute) = (
            tolerance.GetProperty("rtol").GetDouble(),
            tolerance.GetProperty("atol").GetDouble()
        );
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var (want, got) = (double.CreateChecked(expected[i]), double.CreateChecked(actual[i]));
            if (!(Math.Abs(got - want) <= absolute + relative * Math.Abs(want)))
            {
                Assert.Fail(
                    $"{name}[{i}]: {got:R}, expected {want:R} (rtol {relative}, atol {absolute})"
                );
            }
        }
    }
}
