namespace TinyAutograd.Tests.Vectors;

/// <summary>Results at NaN, infinities, zeros of both signs, huge, tiny and subnormal numbers.</summary>
public class ExtremalVectorTests
{
    // Where x·g(x) is −∞·0 these files say NaN and leave the limit 0 to the library.
    private const string LimitIsOpen = "a library may choose the limit";

    public static TheoryData<string> Ops => [.. Names];

    [Fact]
    public void All_137_cases_are_there() =>
        Assert.Equal(137, Names.Sum(op => VectorFiles.ExtremalCases(op).Length));

    [Theory]
    [MemberData(nameof(Ops))]
    public void Extremal_values_match(string op)
    {
        var isSignChecked = Rules("zero_sign_checked")
            .EnumerateArray()
            .Any(name => name.GetString() == op);
        var isLimitOpen =
            Rules("notes").TryGetProperty(op, out var note)
            && note.GetString()!.Contains(LimitIsOpen, StringComparison.Ordinal);
        foreach (var vector in VectorFiles.ExtremalCases(op))
        {
            var inputs = vector.Inputs;
            var want = vector.Array("out");
            var got = VectorCalls.All[op](vector, inputs)[0];
            Assert.True(
                want.Shape == got.Shape,
                $"{vector.Name}: shape {got.Shape}, expected {want.Shape}."
            );
            for (var i = 0; i < want.Length; i++)
            {
                var (w, g) = (want.Values[i], got.AsSpan()[i]);
                var isLimit =
                    isLimitOpen
                    && double.IsNaN(w)
                    && double.IsNegativeInfinity(inputs[0].AsSpan()[i])
                    && g == 0;
                Assert.True(
                    isLimit || Agrees(w, g, isSignChecked),
                    $"{vector.Name}[{i}]: {g:R}, expected {w:R}."
                );
            }
        }
    }

    private static IEnumerable<string> Names =>
        VectorFiles
            .Manifest.GetProperty("sets")
            .GetProperty("extremal_cases")
            .EnumerateObject()
            .Select(op => op.Name);

    private static bool Agrees(double want, double got, bool isSignChecked)
    {
        if (!double.IsFinite(want))
        {
            return want.Equals(got);
        }
        var isSignRight = want != 0 || double.IsNegative(want) == double.IsNegative(got);
        return Math.Abs(got - want) <= 1e-13 * Math.Abs(want) + 1e-30
            && (!isSignChecked || got != 0 || isSignRight);
    }

    private static System.Text.Json.JsonElement Rules(string name) =>
        VectorFiles.Manifest.GetProperty("extremal").GetProperty(name);
}
