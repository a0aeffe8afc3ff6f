using System.Text.Json;
using TinyAutograd.Tests.Ops;

namespace TinyAutograd.Tests.Vectors;

/// <summary>The manifest's rules of comparison for one op.</summary>
internal sealed class VectorTolerance
{
    private readonly JsonElement op;
    private readonly bool isLarge;

    public VectorTolerance(string name, VectorCase vector)
    {
        op = VectorFiles.Manifest.GetProperty("ops").GetProperty(name);
        isLarge =
            vector.Note.Contains("large", StringComparison.Ordinal)
            && op.TryGetProperty("tolerance_large", out _);
    }

    /// <summary>Compares a tensor of the given kind: <c>out</c>, <c>gin</c> or <c>ggin</c>.</summary>
    public void Check(string kind, NdArray want, NdArray got, string what)
    {
        var tolerance = op.GetProperty(isLarge ? "tolerance_large" : "tolerance")
            .GetProperty(kind)
            .GetDouble();
        var relative =
            kind == "out" && op.TryGetProperty("out_relative", out var bound)
                ? bound.GetDouble()
                : double.PositiveInfinity;
        var isScaled =
            op.GetProperty("compare").GetString() == "scaled"
            || (isLarge && op.GetProperty("group").GetString() != "elementwise");
        Check(want, got, tolerance, isScaled, relative, what);
    }

    /// <summary>Equal shapes; NaN and infinities equal themselves; differences within the tolerance.</summary>
    public static void Check(
        NdArray want,
        NdArray got,
        double tolerance,
        bool isScaled,
        double relative,
        string what
    )
    {
        Assert.True(want.Shape == got.Shape, $"{what}: shape {got.Shape}, expected {want.Shape}.");
        var magnitude = want.Values.Where(double.IsFinite).Select(Math.Abs).Append(1).Max();
        for (var i = 0; i < want.Length; i++)
        {
            var (w, g) = (want.Values[i], got.Values[i]);
            var allowed = tolerance * (isScaled ? magnitude : 1 + Math.Abs(w));
            Assert.True(
                w.Equals(g)
                    || (
                        Math.Abs(g - w) <= allowed
                        && (w == 0 || Math.Abs(g - w) <= relative * Math.Abs(w))
                    ),
                $"{what}[{i}]: {g:R}, expected {w:R}, difference {Math.Abs(g - w):G3}, allowed {allowed:G3}, relative {relative:G3}."
            );
        }
    }
}
