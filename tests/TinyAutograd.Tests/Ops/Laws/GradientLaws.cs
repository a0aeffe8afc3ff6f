namespace TinyAutograd.Tests.Ops;

/// <summary>Laws about the gradients of an op, of first and second order.</summary>
public class GradientLaws
{
    // Up to so many numbers each coordinate is checked, beyond it random directions.
    private const int ManyInputs = 24;
    private const int ManyOutputs = 8;
    private const int Directions = 4;

    public static TheoryData<string> Rows =>
        [
            .. OpTable
                .Rows.Where(row => row.IsDifferentiable && !row.IsDiscrete)
                .Select(row => row.Name),
        ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Gradient_agrees_with_central_differences(string op) =>
        FirstOrder(OpTable.Row(op), cases: 25);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Second_order_agrees_with_differences_of_the_first(string op) =>
        SecondOrder(OpTable.Row(op), cases: 15);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Backward_kernel_agrees_with_the_composed_rule(string op) =>
        KernelAgreesWithRule(OpTable.Row(op), cases: 25);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Gradient_in_float_agrees_with_double(string op) =>
        FloatAgrees(OpTable.Row(op), cases: 20);

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
                var upstream = d.Values(Evaluate.Value(sample).Shape, (-1, 1)).Map(u => (float)u);
                var exact = Evaluate.Gradients(sample, upstream);
                var tolerance = FloatError.Of(
                    [.. sample.Inputs, upstream],
                    x => Evaluate.Gradients<double>(sample, x[..^1], x[^1]),
                    d
                );
                foreach (var isComposed in new[] { false, true })
                {
                    var single = Evaluate.Gradients<float>(
                        sample,
                        sample.Inputs,
                        upstream,
                        isComposed
                    );
                    for (var i = 0; i < exact.Length; i++)
                    {
                        Law.Close(exact[i], single[i], tolerance, $"Gradient {i} in float");
                    }
                }
            },
            isLarge,
            nameof(Gradient_in_float_agrees_with_double)
        );

    internal static void FirstOrder(OpRow row, int cases)
    {
        var discards = new Discards();
        Law.Holds(
            row,
            cases,
            (sample, d) =>
            {
                var y = Evaluate.Value(sample);
                var upstreams = Upstreams(y.Shape, d);
                var analytic = upstreams.ConvertAll(u => Evaluate.Gradients(sample, u));
                foreach (var direction in DirectionsOf(sample.Differentiable, sample.Inputs, d))
                {
                    var numeric = CentralDifference.Of(
                        t =>
                        {
                            var moved = Evaluate.Value<double>(
                                sample,
                                direction.Move(sample.Inputs, t)
                            );
                            return [.. upstreams.Select(u => Evaluate.Dot(moved, u))];
                        },
                        sample.Scale
                    );
                    for (var k = 0; k < numeric.Length; k++)
                    {
                        discards.Compare(
                            $"d⟨f(x), u⟩ along {direction}, u = {upstreams[k]}",
                            direction.Project(sample.Differentiable, analytic[k]),
                            numeric[k]
                        );
                    }
                }
            },
            name: nameof(Gradient_agrees_with_central_differences)
        );
        discards.ThrowIfTooMany(row);
    }

    internal static void SecondOrder(OpRow row, int cases)
    {
        var discards = new Discards();
        Law.Holds(
            row,
            cases,
            (sample, d) =>
            {
                var upstream = d.Values(Evaluate.Value(sample).Shape, (-1, 1));
                var weights = Array.ConvertAll(
                    sample.Differentiable,
                    i => d.Values(sample.Inputs[i].Shape, (-1, 1))
                );
                var analytic = Evaluate.SecondOrder(sample, sample.Inputs, upstream, weights);
                // The upstream gradient is one more variable: the slope depends on it, too.
                NdArray[] all = [.. sample.Inputs, upstream];
                int[] wanted = [.. sample.Differentiable, sample.Inputs.Length];
                foreach (var direction in DirectionsOf(wanted, all, d))
                {
                    var numeric = CentralDifference.Of(
                        t =>
                        {
                            var moved = direction.Move(all, t);
                            return [Evaluate.Slope(sample, moved[..^1], moved[^1], weights)];
                        },
                        sample.Scale
                    );
                    discards.Compare(
                        $"d⟨gradient, v⟩ along {direction}",
                        direction.Project(wanted, analytic),
                        numeric[0]
                    );
                }
            },
            name: nameof(Second_order_agrees_with_differences_of_the_first)
        );
        discards.ThrowIfTooMany(row);
    }

    internal static void KernelAgreesWithRule(OpRow row, int cases, bool isLarge = false) =>
        Law.Holds(
            row,
            cases,
            (sample, d) =>
            {
                var upstream = d.Values(Evaluate.Value(sample).Shape, (-1, 1));
                var rule = Evaluate.Gradients(sample, upstream, isComposed: true);
                var kernel = Evaluate.Gradients(sample, upstream);
                for (var i = 0; i < rule.Length; i++)
                {
                    var tolerance = 1e-12 * Math.Max(sample.Scale, rule[i].Magnitude);
                    Law.Close(rule[i], kernel[i], tolerance, $"The kernel's gradient {i}");
                }
            },
            isLarge,
            nameof(Backward_kernel_agrees_with_the_composed_rule)
        );

    internal static List<NdArray> Upstreams(Shape shape, Draw d) =>
        shape.ElementCount <= ManyOutputs
            ?
            [
                .. Enumerable
                    .Range(0, shape.ElementCount)
                    .Select(k => new NdArray(
                        shape,
                        [.. Enumerable.Range(0, shape.ElementCount).Select(i => i == k ? 1.0 : 0.0)]
                    )),
            ]
            : [.. Enumerable.Range(0, Directions).Select(_ => d.Values(shape, (-1, 1)))];

    private static IEnumerable<Direction> DirectionsOf(int[] inputs, NdArray[] x, Draw d)
    {
        if (inputs.Sum(i => x[i].Length) <= ManyInputs)
        {
            return inputs.SelectMany(i =>
                Enumerable.Range(0, x[i].Length).Select(k => Direction.Coordinate(x, i, k))
            );
        }
        return Enumerable.Range(0, Directions).Select(_ => Direction.Random(inputs, x, d));
    }
}
