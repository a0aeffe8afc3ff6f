namespace TinyAutograd.Tests.Ops;

/// <summary>Laws about directions that are carried forward: they are what the gradients say, and nothing else.</summary>
public class TangentLaws
{
    public static TheoryData<string> Rows => GradientLaws.Rows;

    /// <summary>⟨u, J v⟩ = ⟨uᵀ J, v⟩ for each unit vector u where the result is small, so that each element of J v is checked.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Tangent_is_the_Jacobian_times_the_direction(string op) =>
        AgreesWithGradients(OpTable.Row(op));

    internal static void AgreesWithGradients(OpRow row) =>
        Law.Holds(
            row,
            15,
            (sample, d) =>
            {
                var v = Direction.Random(sample.Differentiable, sample.Inputs, d);
                var y = Evaluate.Value(sample);
                var tangent = Tangent(sample, v);
                Law.Close(y.Map(_ => 0), tangent.Map(_ => 0), 0, "The tangent's shape");
                foreach (var u in GradientLaws.Upstreams(y.Shape, d))
                {
                    var gradients = Evaluate.Gradients(sample, u);
                    var expected = v.Project(sample.Differentiable, gradients);
                    var scale = gradients.Select(g => g.Magnitude).Append(sample.Scale).Max();
                    Law.Close(
                        NdArray.Full(Shape.Scalar, expected),
                        NdArray.Full(Shape.Scalar, Evaluate.Dot(tangent, u)),
                        1e-12 * scale,
                        $"The tangent along {u}"
                    );
                }
            }
        );

    [Theory]
    [MemberData(nameof(Rows))]
    public void Tangent_is_linear_in_the_direction_and_the_same_when_recorded(string op) =>
        Law.Holds(
            OpTable.Row(op),
            10,
            (sample, d) =>
            {
                var v = Direction.Random(sample.Differentiable, sample.Inputs, d);
                var w = Direction.Random(sample.Differentiable, sample.Inputs, d);
                var (tv, tw) = (Tangent(sample, v), Tangent(sample, w));
                var both = v with { Parts = v.Move(w.Parts, 1) };
                var tolerance =
                    1e-12 * Math.Max(sample.Scale, Math.Max(tv.Magnitude, tw.Magnitude));
                Law.Close(
                    NdArray.Zip(tv, tw, (p, q) => p + q),
                    Tangent(sample, both),
                    tolerance,
                    "The tangent of a sum"
                );
                using var listener = new Tape<double>();
                Law.Close(tv, Tangent(sample, v), tolerance, "The recorded tangent");
            }
        );

    /// <summary>Backwards through forwards: the gradient of ⟨u, J v⟩ is that of ⟨uᵀ J, v⟩, which other laws prove.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Gradient_of_a_tangent_is_the_tangent_of_the_gradient(string op) =>
        Law.Holds(
            OpTable.Row(op),
            8,
            (sample, d) =>
            {
                var v = Direction.Random(sample.Differentiable, sample.Inputs, d);
                var u = d.Values(Evaluate.Value(sample).Shape, (-1, 1));
                NdArray[] parts = [.. sample.Differentiable.Select(i => v.Parts[i])];
                var expected = Evaluate.SecondOrder(sample, sample.Inputs, u, parts);
                using var tape = new Tape<double>();
                var x = sample.Variables<double>();
                Variable<double>[] targets = [.. sample.Differentiable.Select(i => x[i])];
                var slope = (Product(sample, x, v) * u.ToVariable<double>()).Sum();
                var actual = tape.Gradients(slope, of: targets, unreached: Unreached.Zero);
                for (var i = 0; i < targets.Length; i++)
                {
                    var scale = Math.Max(sample.Scale, expected[i].Magnitude);
                    Law.Close(
                        expected[i],
                        NdArray.From(actual[i]),
                        1e-11 * scale,
                        $"Gradient {i} of the tangent"
                    );
                }
            }
        );

    private static NdArray Tangent(OpSample sample, Direction v) =>
        NdArray.From(Product(sample, sample.Variables<double>(), v));

    private static Variable<double> Product(OpSample sample, Variable<double>[] x, Direction v) =>
        sample.Differentiable.Length == 0
            ? Variable.Zeros<double>(sample.Call(x).Shape)
            : Differentiate.JacobianVectorProduct(
                moved =>
                {
                    Variable<double>[] inputs = [.. x];
                    for (var k = 0; k < moved.Count; k++)
                    {
                        inputs[sample.Differentiable[k]] = moved[k];
                    }
                    return sample.Call(inputs);
                },
                [.. sample.Differentiable.Select(i => x[i])],
                [.. sample.Differentiable.Select(i => v.Parts[i].ToVariable<double>())]
            );
}
