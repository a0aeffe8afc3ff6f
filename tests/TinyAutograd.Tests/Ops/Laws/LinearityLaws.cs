namespace TinyAutograd.Tests.Ops;

/// <summary>Laws of the chain rule: gradients are linear in the upstream gradient, and uses of a variable add up.</summary>
public class LinearityLaws
{
    public static TheoryData<string> Rows => GradientLaws.Rows;

    public static TheoryData<string> RowsThatRepeat =>
        [
            .. OpTable
                .Rows.Where(row => row.IsDifferentiable && !row.IsDiscrete)
                .Where(row => Law.Samples(row, 40).Any(sample => RepeatablePairs(sample).Any()))
                .Select(row => row.Name),
        ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Gradient_is_linear_in_the_upstream_gradient(string op) => Linear(OpTable.Row(op));

    internal static void Linear(OpRow row) =>
        Law.Holds(
            row,
            20,
            (sample, d) =>
            {
                var shape = Evaluate.Value(sample).Shape;
                var (u, v) = (d.Values(shape, (-1, 1)), d.Values(shape, (-1, 1)));
                var (gu, gv) = (Evaluate.Gradients(sample, u), Evaluate.Gradients(sample, v));
                var both = Evaluate.Gradients(sample, NdArray.Zip(u, v, (p, q) => p + q));
                // Doubling is exact in binary numbers: here the bits must agree.
                var twice = Evaluate.Gradients(sample, u.Map(x => 2 * x));
                for (var i = 0; i < gu.Length; i++)
                {
                    var tolerance = 1e-12 * Math.Max(1, Math.Max(gu[i].Magnitude, gv[i].Magnitude));
                    Law.Close(
                        NdArray.Zip(gu[i], gv[i], (p, q) => p + q),
                        both[i],
                        tolerance,
                        $"Gradient {i} of a sum"
                    );
                    Law.Close(gu[i].Map(x => 2 * x), twice[i], 0, $"Gradient {i} of the double");
                }
            }
        );

    [Theory]
    [MemberData(nameof(Rows))]
    public void Two_uses_of_a_variable_add_up_and_a_target_may_be_named_twice(string op) =>
        TwoUses(OpTable.Row(op));

    internal static void TwoUses(OpRow row) =>
        Law.Holds(
            row,
            15,
            (sample, d) =>
            {
                var upstream = d.Values(Evaluate.Value(sample).Shape, (-1, 1));
                foreach (var isComposed in new[] { false, true })
                {
                    var once = Evaluate.Gradients(sample, upstream, isComposed);
                    using var outer = isComposed ? new Tape<double>() : null;
                    using var tape = new Tape<double>();
                    var x = sample.Variables<double>();
                    var y = sample.Call(x) + sample.Call(x);
                    var targets = sample.Differentiable.Select(i => x[i]).ToArray();
                    var twice = tape.Gradients(
                        y,
                        of: [.. targets, .. targets],
                        upstream.ToVariable<double>(),
                        Unreached.Zero
                    );
                    for (var i = 0; i < twice.Count; i++)
                    {
                        var sum = once[i % once.Length].Map(g => 2 * g);
                        Law.Close(sum, NdArray.From(twice[i]), 0, $"Gradient {i} of two uses");
                    }
                }
            }
        );

    /// <summary>f(x, x): the gradient of x is the sum of what each place would have received, in every path.</summary>
    [Theory]
    [MemberData(nameof(RowsThatRepeat))]
    public void The_same_variable_at_two_inputs_receives_both_gradients(string op) =>
        SameVariableTwice(OpTable.Row(op));

    internal static void SameVariableTwice(OpRow row)
    {
        var pairs = 0;
        Law.Holds(
            row,
            60,
            (drawn, d) =>
            {
                foreach (var (from, to) in RepeatablePairs(drawn))
                {
                    pairs++;
                    var sample = drawn with { Inputs = [.. drawn.Inputs] };
                    sample.Inputs[to] = sample.Inputs[from];
                    SameVariable(sample, from, to, d);
                    SameVariableSecondOrder(sample, from, to, d);
                }
            }
        );
        Assert.True(pairs > 0, $"{row}: no call had two inputs that may be the same variable.");
    }

    private static void SameVariable(OpSample sample, int from, int to, Draw d)
    {
        var upstream = d.Values(Evaluate.Value(sample).Shape, (-1, 1));
        var (i, j) = (
            Array.IndexOf(sample.Differentiable, from),
            Array.IndexOf(sample.Differentiable, to)
        );
        foreach (var isComposed in new[] { false, true })
        {
            var apart = Evaluate.Gradients(sample, upstream, isComposed);
            var expected = NdArray.Zip(apart[i], apart[j], (p, q) => p + q);
            using var outer = isComposed ? new Tape<double>() : null;
            using var tape = new Tape<double>();
            var x = sample.Variables<double>();
            x[to] = x[from];
            var y = sample.Call(x);
            var gradient = tape.Gradient(y, x[from], upstream.ToVariable<double>(), Unreached.Zero);
            var scale = Math.Max(1, Math.Max(apart[i].Magnitude, apart[j].Magnitude));
            Law.Close(
                expected,
                NdArray.From(gradient),
                1e-12 * scale,
                $"The gradient of input {from} that is input {to}, too (composed: {isComposed})"
            );
        }
    }

    private static void SameVariableSecondOrder(OpSample sample, int from, int to, Draw d)
    {
        var upstream = d.Values(Evaluate.Value(sample).Shape, (-1, 1));
        var (i, j) = (
            Array.IndexOf(sample.Differentiable, from),
            Array.IndexOf(sample.Differentiable, to)
        );
        var weights = Array.ConvertAll(
            sample.Differentiable,
            input => d.Values(sample.Inputs[input].Shape, (-1, 1))
        );
        weights[j] = weights[i];
        var apart = Evaluate.SecondOrder(sample, sample.Inputs, upstream, weights);
        var together = Evaluate.SecondOrder(
            x => sample.Call([.. x.Select((input, k) => k == to ? x[from] : input)]),
            [.. sample.Differentiable.Where(input => input != to)],
            sample.Inputs,
            upstream,
            [.. weights.Where((_, k) => k != j)]
        );
        var scale = Math.Max(1, Math.Max(apart[i].Magnitude, apart[j].Magnitude));
        Law.Close(
            NdArray.Zip(apart[i], apart[j], (p, q) => p + q),
            together[i > j ? i - 1 : i],
            1e-12 * scale,
            $"The second order gradient of input {from} that is input {to}, too"
        );
    }

    /// <summary>Pairs of inputs of one shape, where the numbers of the first are allowed at the second.</summary>
    private static IEnumerable<(int From, int To)> RepeatablePairs(OpSample sample) =>
        from i in sample.Differentiable
        from j in sample.Differentiable
        where i != j && sample.Inputs[i].Shape == sample.Inputs[j].Shape
        where
            sample.Inputs[i].Domain is { } narrow
            && sample.Inputs[j].Domain is { } wide
            && wide.Contains(narrow)
        select (i, j);
}
