using TinyAutograd.Tests.Ops;

namespace TinyAutograd.Tests.Vectors;

/// <summary>Values, first and second derivatives of every op as PyTorch computed them, at the manifest's tolerances.</summary>
public class OpVectorTests
{
    public static TheoryData<string> Ops => [.. VectorCalls.All.Keys];

    [Fact]
    public void All_743_cases_of_all_69_ops_are_there()
    {
        var manifest = VectorFiles.Manifest.GetProperty("ops").EnumerateObject().ToArray();
        Assert.Equal(
            manifest.Select(op => op.Name).Order(StringComparer.Ordinal),
            VectorCalls.All.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Equal(69, manifest.Length);
        Assert.Equal(743, manifest.Sum(op => VectorFiles.Cases(op.Name).Length));
    }

    [Theory]
    [MemberData(nameof(Ops))]
    public void Values_and_derivatives_of_both_orders_match(string op)
    {
        var cases = VectorFiles.Cases(op);
        Assert.Equal(
            VectorFiles.Manifest.GetProperty("ops").GetProperty(op).GetProperty("cases").GetInt32(),
            cases.Length
        );
        foreach (var vector in cases)
        {
            var tolerance = new VectorTolerance(op, vector);
            Outputs(op, vector, tolerance);
            FirstOrder(op, vector, tolerance, isComposed: false);
            FirstOrder(op, vector, tolerance, isComposed: true);
            SecondOrder(op, vector, tolerance);
        }
    }

    [Fact]
    public void A_difference_beyond_the_tolerance_is_refused()
    {
        var vector = VectorFiles.Cases("exp")[1];
        var tolerance = new VectorTolerance("exp", vector);
        var want = vector.Array("out");
        tolerance.Check("out", want, want.Map(x => x * (1 + 5e-14)), "within");
        Assert.Throws<Xunit.Sdk.TrueException>(() =>
            tolerance.Check("out", want, want.Map(x => x * (1 + 5e-13)), "beyond")
        );
        Assert.Throws<Xunit.Sdk.TrueException>(() =>
            tolerance.Check("out", want, want.Reshape([1, .. want.Shape]), "another shape")
        );
    }

    private static void Outputs(string op, VectorCase vector, VectorTolerance tolerance)
    {
        var results = VectorCalls.All[op](vector, vector.Inputs);
        Assert.Equal(vector.Info.GetProperty("outputs").GetInt32(), results.Length);
        for (var i = 0; i < results.Length; i++)
        {
            var want = vector.Array(vector.Has("out") ? "out" : $"out{i}");
            tolerance.Check("out", want, NdArray.From(results[i]), $"{op} {vector.Name} out{i}");
        }
    }

    private static void FirstOrder(
        string op,
        VectorCase vector,
        VectorTolerance tolerance,
        bool isComposed
    )
    {
        using var outer = isComposed ? new Tape<double>() : null;
        using var tape = new Tape<double>();
        var inputs = vector.Inputs;
        var gradients = Gradients(tape, op, vector, inputs);
        foreach (var (input, gradient) in Differentiable(vector).Zip(gradients))
        {
            tolerance.Check(
                "gin",
                vector.Array($"gin{input}"),
                NdArray.From(gradient),
                $"{op} {vector.Name} gin{input} (composed: {isComposed})"
            );
        }
    }

    private static void SecondOrder(string op, VectorCase vector, VectorTolerance tolerance)
    {
        using var outer = new Tape<double>();
        var inputs = vector.Inputs;
        var slope = Variable.Of(0.0);
        using (var inner = new Tape<double>())
        {
            var gradients = Gradients(inner, op, vector, inputs);
            foreach (var (input, gradient) in Differentiable(vector).Zip(gradients))
            {
                slope += (gradient * vector.Variable($"v{input}")).Sum();
            }
        }
        var second = outer.Gradients(slope, of: Targets(vector, inputs), unreached: Unreached.Zero);
        foreach (var (input, gradient) in Differentiable(vector).Zip(second))
        {
            tolerance.Check(
                "ggin",
                vector.Array($"ggin{input}"),
                NdArray.From(gradient),
                $"{op} {vector.Name} ggin{input}"
            );
        }
    }

    private static Gradients<double> Gradients(
        Tape<double> tape,
        string op,
        VectorCase vector,
        Variable<double>[] inputs
    )
    {
        var results = VectorCalls.All[op](vector, inputs);
        var targets = Targets(vector, inputs);
        if (vector.Has("gout"))
        {
            return tape.Gradients(results[0], targets, vector.Variable("gout"), Unreached.Zero);
        }
        var loss = Variable.Of(0.0);
        for (var i = 0; i < results.Length; i++)
        {
            loss += (results[i] * vector.Variable($"gout{i}")).Sum();
        }
        return tape.Gradients(loss, targets, unreached: Unreached.Zero);
    }

    private static Variable<double>[] Targets(VectorCase vector, Variable<double>[] inputs) =>
        [.. Differentiable(vector).Select(input => inputs[input])];

    private static IEnumerable<int> Differentiable(VectorCase vector) =>
        vector.Info.GetProperty("diff").EnumerateArray().Select(input => input.GetInt32());
}
