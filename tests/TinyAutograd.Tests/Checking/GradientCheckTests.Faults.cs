using static TinyAutograd.GradientCheckVerdict;

namespace TinyAutograd.Tests.Checking;

/// <content>Wrong rules are caught, and named.</content>
public partial class GradientCheckTests
{
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
}
