using static TinyAutograd.GradientCheckVerdict;

namespace TinyAutograd.Tests.Checking;

public partial class GradientCheckTests
{
    private static readonly Variable<double> X = Variable.Of<double>([
        [0.3, -1.7, 2.2],
        [1.1, 0.9, -0.4],
    ]);

    private static UnaryLab Sine { get; } = new("sine", Math.Sin, (x, dy) => dy * Cosine!.Apply(x));

    private static UnaryLab Cosine { get; } =
        new("cosine", Math.Cos, (x, dy) => -dy * Sine.Apply(x));

    private static UnaryLab Magnitude { get; } =
        new("magnitude", Math.Abs, (x, dy) => dy * Sign!.Apply(x));

    private static UnaryLab Sign { get; } = new("sign", x => Math.Sign(x), (x, dy) => dy * 0.0);

    private static UnaryLab Root { get; } =
        new("root", Math.Sqrt, (x, dy) => dy / (2.0 * Root!.Apply(x)));

    private static UnaryLab Log { get; } = new("log", Math.Log, (x, dy) => dy / x);

    private static UnaryLab Exp { get; } = new("exp", Math.Exp, (x, dy) => dy * Exp!.Apply(x));

    [Fact]
    public void Right_rules_pass_with_every_comparison_right()
    {
        AllRight(GradientCheck.Of(x => x * x * x, X));
        AllRight(GradientCheck.Of(x => Sine.Apply(x), X));
        AllRight(GradientCheck.Of(x => Exp.Apply(x), X * 3.0));
        AllRight(GradientCheck.Of(x => x / (x * x + 1.0), X));
        AllRight(GradientCheck.Of(x => x.Sum(axes: 0) * X, X));
        AllRight(GradientCheck.Of(x => x + 1.0, X));
        AllRight(GradientCheck.Of(x => x, X));
        AllRight(GradientCheck.Of(x => (x[0] * x[1] / x[2]).Sum(), [X, X + 1.0, X * X + 2.0]));
        AllRight(GradientCheck.Of(x => x.Sum(), Variable.Zeros<double>([0, 2])));
        AllRight(GradientCheck.Of(x => X * X, X)); // a constant: the derivative is 0, and is seen to be
    }

    [Theory]
    [InlineData(1e-7)]
    [InlineData(1e-3)]
    [InlineData(1e4)]
    [InlineData(1e8)]
    public void Right_rules_pass_at_any_scale(double scale)
    {
        var x = Variable.Of([0.7 * scale, 1.3 * scale]);
        AllRight(GradientCheck.Of(x => x * x * x, x));
        AllRight(GradientCheck.Of(x => 1.0 / x, x));
        AllRight(GradientCheck.Of(x => Log.Apply(x), x));
        AllRight(GradientCheck.Of(x => Root.Apply(x), x));
    }

    [Fact]
    public void Rounding_noise_is_not_mistaken_for_a_wrong_rule()
    {
        foreach (var offset in new[] { 1e3, 1e6, 1e9, 1e12 })
        {
            // the values carry an absolute error of about offset · 2⁻⁵³
            var report = GradientCheck.Of(x => Sine.Apply(x) + offset - offset, X);
            Assert.True(report.Count(Wrong) == 0, $"{offset} {report}");
            Assert.True(report.Count(NotDifferentiable) == 0, $"{offset} {report}");
        }
        Assert.Equal(0, GradientCheck.Of(x => Sine.Apply(x), X * 1e5).Count(Wrong));
    }

    [Fact]
    public void Larger_inputs_are_checked_along_random_directions_and_at_some_elements()
    {
        var large = Variable.Normal<double>([40, 50], new RandomGenerator(3));
        var report = GradientCheck.Of(x => (Sine.Apply(x) * x).Sum(axes: 1), large);
        AllRight(report);
        Assert.Equal(4, report.Entries.Count(e => e is { Order: 2, Element: null }));
        Assert.Equal(
            8,
            report.Entries.Count(e =>
                e.Order == 2
                && e.Input.StartsWith("input", StringComparison.Ordinal)
                && e.Element is not null
            )
        );
        // one element in two thousand
        var first = Variable.OneHot<double>(Indices.Scalar(7), 2000).Reshape([40, 50]);
        var wrong = new UnaryLab(
            "cube",
            x => x * x * x,
            (x, dy) => dy * (3.0 * x * x) * (1.0 + 0.1 * first)
        );
        report = GradientCheck.Of(x => wrong.Apply(x), large);
        Assert.False(report.Passed);
        Assert.All(
            report.Entries.Where(entry => entry is { Order: 1, Element: null }),
            entry => Assert.Equal(Wrong, entry.Verdict)
        );
    }

    [Fact]
    public void Single_precision_is_checked_with_a_weaker_tolerance()
    {
        var x = Variable.Of<float>([0.3f, -1.7f, 2.2f]);
        AllRight(GradientCheck.Of(z => Polynomials.Cube(z) / (z * z + 1f), x));
        Assert.False(GradientCheck.Of(z => z * z.Detach(), x).Passed);
    }

    [Fact]
    public void Parameters_are_checked_by_name_and_put_back_bit_for_bit()
    {
        var w = new Parameter<double>("w", Variable.Of([0.1, -0.0, 0.7]));
        var b = new Parameter<double>("b", Variable.Of(double.Epsilon));
        var before = (w.Value.ToArray(), b.Value.ToArray());
        var report = GradientCheck.Of(() => (w * w * w + b).Sum(), [w, b]);
        AllRight(report);
        Assert.Contains(report.Entries, entry => entry.Input == "parameter 'w' (3)");
        AssertBits(before.Item1, w);
        AssertBits(before.Item2, b);

        var calls = 0;
        Assert.Throws<ArithmeticException>(() =>
            GradientCheck.Of(
                () => ++calls > 9 ? throw new ArithmeticException() : (w * w).Sum(),
                [w, b]
            )
        );
        AssertBits(before.Item1, w);
        AssertBits(before.Item2, b);

        static void AssertBits(double[] expected, Parameter<double> actual) =>
            Assert.Equal(
                expected.Select(BitConverter.DoubleToInt64Bits),
                actual.Value.ToArray().Select(BitConverter.DoubleToInt64Bits)
            );
    }

    [Fact]
    public void A_module_is_checked_with_its_parameters()
    {
        var mlp = new Mlp<double>([3, 5, 2], seed: 7);
        var before = mlp.Parameters.Select(parameter => parameter.Value.ToArray()).ToArray();
        var report = GradientCheck.Of(() => mlp.Forward(X).Square().Mean(), mlp);
        AllRight(report);
        Assert.Equal(
            mlp.Parameters.Select(parameter => $"parameter '{parameter.Name}' {parameter.Shape}"),
            report
                .Entries.Select(e => e.Input)
                .Where(i => i.StartsWith('p'))
                .Distinct()
                .OrderBy(i =>
                    mlp.Parameters.ToList()
                        .FindIndex(p => i.Contains($"'{p.Name}'", StringComparison.Ordinal))
                )
        );
        Assert.Equal(before, mlp.Parameters.Select(parameter => parameter.Value.ToArray()));
    }

    [Fact]
    public void A_check_within_an_open_tape_leaves_nothing_on_it()
    {
        using var tape = new Tape<double>();
        var x = X * 2.0;
        AllRight(GradientCheck.Of(z => z * z, x));
        Assert.Single(tape.Entries);
        Assert.Equal([2.0, 2, 2, 2, 2, 2], (x / X).ToArray());
    }

    [Fact]
    public void A_function_that_is_not_one_is_refused()
    {
        var random = new RandomGenerator(1);
        var error = Assert.Throws<InvalidOperationException>(() =>
            GradientCheck.Of(x => x * random.NextDouble(), X)
        );
        Assert.Contains("two results", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        foreach (
            var options in new GradientCheckOptions[]
            {
                new() { MaxOrder = 3 },
                new() { Tolerance = 0 },
                new() { Directions = 0, Samples = 0 },
                new() { ElementLimit = -1 },
            }
        )
        {
            Assert.Throws<ArgumentException>(() => GradientCheck.Of(x => x, X, options));
        }
    }

    private static void AllRight(GradientCheckReport report)
    {
        Assert.True(report.Passed, report.ToString());
        Assert.True(report.Entries.Count == report.Count(Right), report.ToString());
    }

    private static GradientCheckReport AssertWrong(UnaryLab op, int order)
    {
        var report = GradientCheck.Of(x => op.Apply(x), X);
        Assert.False(report.Passed);
        Assert.Contains(report.Entries, entry => entry.Order == order && entry.Verdict == Wrong);
        return report;
    }
}
