using static TinyAutograd.GradientCheckVerdict;

namespace TinyAutograd.Tests.Checking;

public class GradientCheckTests
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
    public void A_factor_of_1_001_is_caught_and_named()
    {
        var op = new UnaryLab("cube", x => x * x * x, (x, dy) => dy * (3.003 * x * x));
        var report = GradientCheck.Of(x => op.Apply(x), X);
        Assert.False(report.Passed);
        Assert.All(
            report.Entries.Where(entry => entry.Order == 1),
            entry =>
            {
                Assert.Equal(Wrong, entry.Verdict);
                Assert.Equal(1e-3, entry.RelativeError, 1e-5);
                Assert.Equal(1.001, entry.Analytic / entry.Numeric, 1e-8);
            }
        );
        Assert.Equal(6, report.Entries.Count(entry => entry.Order == 1));
        var text = report.ToString();
        Assert.Contains("FAILED: x => op.Apply(x) (ops: cube)", text, StringComparison.Ordinal);
        Assert.Contains("input 0 (2, 3)", text, StringComparison.Ordinal);
        var error = Assert.Throws<InvalidOperationException>(() => report.ThrowIfFailed());
        Assert.Equal(text, error.Message);
    }

    [Fact]
    public void A_rule_that_forgets_the_upstream_gradient_is_caught() =>
        AssertWrong(new UnaryLab("cube", x => x * x * x, (x, dy) => 3.0 * x * x), order: 1);

    [Fact]
    public void A_rule_that_is_0_or_turned_or_not_a_number_is_caught()
    {
        AssertWrong(new UnaryLab("cube", x => x * x * x, (x, dy) => 0.0 * dy), order: 1);
        AssertWrong(new UnaryLab("cube", x => x * x * x, (x, dy) => dy * (-3.0 * x * x)), order: 1);
        AssertWrong(new UnaryLab("cube", x => x * x * x, (x, dy) => dy * double.NaN), order: 1);
        AssertWrong(
            new UnaryLab("cube", x => x * x * x, (x, dy) => dy * double.PositiveInfinity),
            order: 1
        );
    }

    [Fact]
    public void A_rule_that_cuts_the_second_order_is_caught_there()
    {
        var cutsX = new UnaryLab("cube", x => x * x * x, (x, dy) => dy * (3.0 * x * x).Detach());
        var report = AssertWrong(cutsX, order: 2);
        Assert.All(
            report.Entries.Where(entry => entry.Order == 1),
            entry => Assert.Equal(Right, entry.Verdict)
        );
        var cutsDy = new UnaryLab("cube", x => x * x * x, (x, dy) => dy.Detach() * (3.0 * x * x));
        report = AssertWrong(cutsDy, order: 2);
        Assert.All(
            report.Entries.Where(entry => entry.Verdict == Wrong),
            entry => Assert.Equal("upstream gradient (2, 3)", entry.Input)
        );
        // the first order alone is right
        var options = new GradientCheckOptions { MaxOrder = 1 };
        AllRight(GradientCheck.Of(x => cutsX.Apply(x), X, options));
    }

    [Fact]
    public void A_kernel_is_checked_beside_its_rule()
    {
        var wrongKernel = new UnaryLab(
            "square",
            x => x * x,
            (x, dy) => dy * x * 2.0,
            (x, dy) => dy * x * 2.002
        );
        Assert.All(
            AssertWrong(wrongKernel, order: 1).Entries.Where(e => e.Order == 1),
            e => Assert.Equal(e.Rule == "kernel" ? Wrong : Right, e.Verdict)
        );
        var wrongRule = new UnaryLab(
            "square",
            x => x * x,
            (x, dy) => dy * x * 2.002,
            (x, dy) => dy * x * 2
        );
        Assert.All(
            AssertWrong(wrongRule, order: 1).Entries.Where(e => e.Order == 1),
            e => Assert.Equal(e.Rule == "composed" ? Wrong : Right, e.Verdict)
        );
    }

    [Fact]
    public void A_transposed_gradient_is_caught()
    {
        double[,] c =
        {
            { 1, 2 },
            { -3, 0.5 },
        };
        double[,] transposed =
        {
            { 1, -3 },
            { 2, 0.5 },
        };
        var x = Variable.Of([0.4, -0.6]);
        AllRight(GradientCheck.Of(z => new MatrixLab(c, transposed).Apply(z), x));
        Assert.False(GradientCheck.Of(z => new MatrixLab(c, c).Apply(z), x).Passed);
    }

    [Fact]
    public void A_gradient_that_is_not_reduced_over_the_batch_is_caught()
    {
        var b = Variable.Of([1.0, 2.0, 3.0]);
        AllRight(Check(dy => dy.Sum(axes: 0)));
        Assert.False(Check(dy => dy.Sum(axes: 0) / 2.0).Passed); // the mean over the batch
        Assert.False(
            Check(dy =>
                (
                    dy
                    * Variable.Of<double>([
                        [1.0],
                        [0],
                    ])
                ).Sum(axes: 0)
            ).Passed
        ); // one row
        Assert.False(Check(dy => dy.Sum() / 3.0 + b * 0.0).Passed); // over everything

        GradientCheckReport Check(Func<Variable<double>, Variable<double>> db) =>
            GradientCheck.Of(x => new BiasLab(db).Apply(x[0], x[1]), [X, b]);
    }

    [Fact]
    public void In_a_function_of_many_ops_the_wrong_one_is_named()
    {
        var wrong = new UnaryLab("cube", x => x * x * x, (x, dy) => dy * (3.003 * x * x));
        var report = GradientCheck.Of(x => (Sine.Apply(wrong.Apply(x * 0.5)) * X).Sum(), X);
        Assert.Equal(["cube of (2, 3)"], report.Suspects);
        Assert.Equal(["multiply", "cube", "sine", "sum"], report.Ops);
        Assert.Contains(
            "Wrong by itself: cube of (2, 3)",
            report.ToString(),
            StringComparison.Ordinal
        );
        Assert.Empty(GradientCheck.Of(x => Sine.Apply(x * 0.5).Sum(), X).Suspects);
    }

    [Fact]
    public void A_kink_is_not_blamed_on_the_rule()
    {
        var at = Variable.Of([0.0, 1.0, -2.0]);
        var report = GradientCheck.Of(x => Magnitude.Apply(x), at);
        Assert.True(report.Passed);
        var atKink = report.Entries.Where(entry =>
            entry.Input.StartsWith("input", StringComparison.Ordinal) && entry.Element == 0
        );
        Assert.All(atKink, entry => Assert.Equal(NotDifferentiable, entry.Verdict));
        Assert.All(report.Entries.Except(atKink), entry => Assert.Equal(Right, entry.Verdict));
        // no matter what the rule says there
        var other = new UnaryLab("magnitude", Math.Abs, (x, dy) => dy * (Sign.Apply(x) + 0.25));
        report = GradientCheck.Of(x => other.Apply(x), at);
        Assert.Equal(
            NotDifferentiable,
            report.Entries.First(entry => entry is { Order: 1, Element: 0 }).Verdict
        );
        Assert.False(report.Passed); // but elsewhere it does matter
    }

    [Theory]
    [InlineData(1e-1)]
    [InlineData(1e-3)]
    [InlineData(-1e-5)]
    [InlineData(1e-6)]
    public void Close_to_a_kink_a_rule_is_still_judged(double x)
    {
        AllRight(GradientCheck.Of(z => Magnitude.Apply(z), Variable.Of(x)));
        var wrong = new UnaryLab("magnitude", Math.Abs, (x, dy) => dy * Sign.Apply(x) * 1.001);
        Assert.False(GradientCheck.Of(z => wrong.Apply(z), Variable.Of(x)).Passed);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e-13)]
    [InlineData(1e-300)]
    public void Closer_to_a_kink_than_any_step_nothing_is_wrong(double x) =>
        Assert.Equal(0, GradientCheck.Of(z => Magnitude.Apply(z), Variable.Of(x)).Count(Wrong));

    [Fact]
    public void Jumps_and_ends_of_the_domain_have_no_derivative()
    {
        var zero = Variable.Of(0.0);
        AssertFirst(NotDifferentiable, GradientCheck.Of(x => Sign.Apply(x), zero));
        AssertFirst(NotDifferentiable, GradientCheck.Of(x => Root.Apply(x), zero));
        AssertFirst(NotDifferentiable, GradientCheck.Of(x => Log.Apply(x), zero));
        AssertFirst(NotDifferentiable, GradientCheck.Of(x => 1.0 / x, zero));
        var report = GradientCheck.Of(x => Magnitude.Apply(x), zero, new() { MaxOrder = 1 });
        Assert.False(report.Passed); // nothing was shown
        Assert.Throws<InvalidOperationException>(report.ThrowIfFailed);

        static void AssertFirst(GradientCheckVerdict verdict, GradientCheckReport report) =>
            Assert.All(
                report.Entries.Where(entry => entry.Order == 1),
                entry => Assert.Equal(verdict, entry.Verdict)
            );
    }

    [Fact]
    public void Values_out_of_range_have_no_derivative_but_infinite_masks_do()
    {
        var report = GradientCheck.Of(x => Exp.Apply(x), Variable.Of([1.0, 1000.0]));
        Assert.True(report.Passed, report.ToString());
        Assert.Equal(0, report.Count(Wrong));
        var mask = Variable.Of([0.0, double.NegativeInfinity]);
        AllRight(GradientCheck.Of(x => x * x + mask, Variable.Of([1.0, 2.0])));
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
