namespace TinyAutograd.Tests.Ops;

/// <summary>Laws about ops with their own kernels: they are shortcuts for their composition, and nothing else.</summary>
public class FusedLaws
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Rows =>
        [.. OpTable.Rows.Where(IsFused).Select(row => row.Name)];

    public static TheoryData<string> RowsThatChain =>
        [
            .. OpTable
                .Rows.Where(IsFused)
                .Where(row => Law.Samples(row, 40).Any(CanChain))
                .Select(row => row.Name),
        ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Fused_op_agrees_with_its_composition(string op) =>
        AgreesWithComposition(OpTable.Row(op), cases: 20);

    /// <summary>f(f(x, w), w): the second call reads the result of the first, and shares the other inputs with it.</summary>
    [Theory]
    [MemberData(nameof(RowsThatChain))]
    public void Chained_calls_share_their_weights(string op)
    {
        var row = OpTable.Row(op);
        GradientLaws.FirstOrder(Chained(row), cases: 10);
        GradientLaws.SecondOrder(Chained(row), cases: 6);
        GradientLaws.KernelAgreesWithRule(Chained(row), cases: 10);
    }

    internal static void AgreesWithComposition(OpRow row, int cases) =>
        Law.Holds(
            row,
            cases,
            (drawn, d) =>
            {
                foreach (var (op, sample) in Calls(drawn))
                {
                    var composed = sample with { Double = x => op.Compose(x) };
                    var value = Evaluate.Value(composed);
                    Law.Close(
                        value,
                        Evaluate.Value(sample),
                        Tolerance * Math.Max(sample.Scale, value.Magnitude),
                        $"{op}: the result"
                    );
                    var upstream = d.Values(value.Shape, (-1, 1));
                    Close(
                        op,
                        Evaluate.Gradients(composed, upstream),
                        Evaluate.Gradients(sample, upstream),
                        sample,
                        "gradient"
                    );
                    var weights = Array.ConvertAll(sample.Inputs, x => d.Values(x.Shape, (-1, 1)));
                    Close(
                        op,
                        Evaluate.SecondOrder(composed, sample.Inputs, upstream, weights),
                        Evaluate.SecondOrder(sample, sample.Inputs, upstream, weights),
                        sample,
                        "second order gradient"
                    );
                }
            },
            name: nameof(Fused_op_agrees_with_its_composition)
        );

    private static void Close(
        Op<double> op,
        NdArray[] expected,
        NdArray[] actual,
        OpSample sample,
        string what
    )
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var tolerance = Tolerance * Math.Max(sample.Scale, expected[i].Magnitude);
            Law.Close(expected[i], actual[i], tolerance, $"{op}: {what} {i}");
        }
    }

    /// <summary>The calls of fused ops that the row's call makes, each as a sample of its own.</summary>
    private static List<(FusedOp<double> Op, OpSample Sample)> Calls(OpSample sample)
    {
        using var tape = new Tape<double>();
        sample.Call(sample.Variables<double>());
        return
        [
            .. tape
                .Entries.Where(entry => entry.Op is FusedOp<double>)
                .Select(entry =>
                    (
                        (FusedOp<double>)entry.Op,
                        sample with
                        {
                            Inputs = [.. entry.Inputs.Select(NdArray.From)],
                            Double = x => entry.Op.Apply(x),
                            Constants = [],
                        }
                    )
                ),
        ];
    }

    private static bool IsFused(OpRow row) =>
        row.IsDifferentiable
        && !row.IsDiscrete
        && Law.Samples(row, 10).Any(sample => Calls(sample).Count > 0);

    private static bool CanChain(OpSample sample) =>
        sample.Differentiable.Contains(0)
        && sample.Inputs[0].Length > 0
        && Evaluate.Value(sample).Shape == sample.Inputs[0].Shape;

    private static OpRow Chained(OpRow row) =>
        row with
        {
            Draw = d =>
            {
                var sample = row.Draw(d);
                return CanChain(sample)
                    ? sample with
                    {
                        Double = x => sample.Double([sample.Double(x), .. x[1..]]),
                    }
                    : sample;
            },
        };
}
