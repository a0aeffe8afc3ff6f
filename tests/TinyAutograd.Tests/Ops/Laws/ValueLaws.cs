namespace TinyAutograd.Tests.Ops;

/// <summary>Laws about the results of an op.</summary>
public class ValueLaws
{
    public static TheoryData<string> Rows => [.. OpTable.Rows.Select(row => row.Name)];

    public static TheoryData<string> RowsOfAnyShape =>
        [.. OpTable.Rows.Where(row => row.TakesAnyShape).Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Result_agrees_with_the_naive_reference(string op) =>
        AgreesWithReference(OpTable.Row(op), cases: 60);

    internal static void AgreesWithReference(OpRow row, int cases, bool isLarge = false) =>
        Law.Holds(
            row,
            cases,
            (sample, _) =>
            {
                var expected = sample.Reference(sample.Inputs);
                var tolerance = row.Tolerance * Math.Max(1, Finite(expected).Magnitude);
                Law.Close(expected, Evaluate.Value(sample), tolerance, "The result");
            },
            isLarge,
            nameof(Result_agrees_with_the_naive_reference)
        );

    // The tolerance is what the format costs: the change that one unit in the last place of each input can cause, found by trying,
    // and the rounding of a few steps within the op.
    [Theory]
    [MemberData(nameof(Rows))]
    public void Float_agrees_with_double(string op) => FloatAgrees(OpTable.Row(op), cases: 30);

    internal static void FloatAgrees(OpRow row, int cases, bool isLarge = false) =>
        Law.Holds(
            row,
            cases,
            (drawn, d) =>
            {
                var sample = drawn with
                {
                    Inputs = Array.ConvertAll(drawn.Inputs, x => x.Map(value => (float)value)),
                };
                var exact = Evaluate.Value(sample);
                var tolerance = FloatError.Of(
                    sample.Inputs,
                    x => [Evaluate.Value<double>(sample, x)],
                    d
                );
                Law.Close(
                    exact,
                    Evaluate.Value<float>(sample, sample.Inputs),
                    tolerance,
                    "The result in float"
                );
            },
            isLarge,
            nameof(Float_agrees_with_double)
        );

    [Theory]
    [MemberData(nameof(RowsOfAnyShape))]
    public void Draws_meet_every_rank_and_axes_of_size_zero_and_one(string op)
    {
        var shapes = Law.Samples(OpTable.Row(op), 60)
            .SelectMany(sample => sample.Inputs.Select(input => input.Shape))
            .ToArray();
        Assert.Equal([0, 1, 2, 3, 4], shapes.Select(shape => shape.Rank).Distinct().Order());
        Assert.Contains(shapes, shape => shape.Contains(0));
        Assert.Contains(shapes, shape => shape.Contains(1));
    }

    private static NdArray Finite(NdArray x) => x.Map(value => double.IsFinite(value) ? value : 0);
}
