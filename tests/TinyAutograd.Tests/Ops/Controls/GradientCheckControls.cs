namespace TinyAutograd.Tests.Ops;

/// <summary>The public checker is checked with the same broken ops, and must not raise false alarms about the right ones.</summary>
public class GradientCheckControls
{
    private static readonly Variable<double> X = Variable.Of<double>([0.5, -1.25, 2, 0.75, -0.3]);

    public static TheoryData<string> Rows => GradientLaws.Rows;

    [Theory]
    [MemberData(nameof(Rows))]
    public void It_passes_every_op_of_the_table(string op) =>
        Law.Holds(
            OpTable.Row(op),
            3,
            (sample, _) =>
            {
                var report = GradientCheck.Of(
                    x => sample.Call([.. x]),
                    sample.Variables<double>(),
                    new GradientCheckOptions
                    {
                        ElementLimit = 8,
                        Directions = 2,
                        Samples = 4,
                    },
                    name: op
                );
                Law.Require(report.Passed, report.ToString);
            }
        );

    [Fact]
    public void A_backward_that_is_one_per_mille_too_large() =>
        Fails(new BrokenOps.ScaledBackward(), order: 1, relativeError: 0.001);

    [Fact]
    public void A_missing_term_of_second_order() =>
        Fails(new BrokenOps.MissingSecondOrder(), order: 2, relativeError: 1);

    [Fact]
    public void A_kernel_that_is_one_per_mille_too_large_in_one_element()
    {
        var entry = Fails(new BrokenOps.WrongKernel(0.001), order: 1, relativeError: 0.001);
        Assert.Equal((3, "kernel"), (entry.Element, entry.Rule));
    }

    [Fact]
    public void A_composition_that_is_one_per_mille_too_large()
    {
        var entry = Fails(new BrokenOps.WrongComposition(0.001), order: 1, relativeError: 0.001);
        Assert.Contains(entry.Rule, new[] { "kernel", "composed" });
    }

    [Fact]
    public void A_transposed_backward()
    {
        var op = new BrokenOps.TransposedBackward();
        var at = Variable.Of<double>([
            [1, 2],
            [3, 4],
        ]);
        Names(GradientCheck.Of(x => op.Apply(x), at), op, "input 0 (2, 2)", order: 1);
    }

    [Fact]
    public void A_gradient_that_is_not_summed_over_what_was_repeated()
    {
        var op = new BrokenOps.NotReduced();
        var report = GradientCheck.Of(x => op.Apply(x[0], x[1]), [X, Variable.Of([2.0])]);
        Names(report, op, "input 1 (1)", order: 1);
        Assert.All(
            report.Entries.Where(entry => entry.Input == "input 0 (5)"),
            entry => Assert.NotEqual(GradientCheckVerdict.Wrong, entry.Verdict)
        );
    }

    private static GradientCheckEntry Fails(Op<double> op, int order, double relativeError)
    {
        var report = GradientCheck.Of(x => op.Apply(x), X);
        var entry = Names(report, op, "input 0 (5)", order);
        Assert.Equal(relativeError, entry.RelativeError, relativeError / 100);
        return entry;
    }

    /// <summary>The report says which op, which input, what the rule gives and what differences give.</summary>
    private static GradientCheckEntry Names(
        GradientCheckReport report,
        Op<double> op,
        string input,
        int order
    )
    {
        Assert.False(report.Passed, report.ToString());
        var wrong = report.Entries.Where(x => x.Verdict == GradientCheckVerdict.Wrong).ToArray();
        var entry = wrong.First(x => x.Input == input && x.Order == order);
        Assert.Equal(order, wrong.Min(x => x.Order));
        Assert.NotEqual(entry.Analytic, entry.Numeric);
        var text = report.ToString();
        Assert.Contains(op.Name, text, StringComparison.Ordinal);
        Assert.Contains(input, text, StringComparison.Ordinal);
        Assert.Contains("analytic", text, StringComparison.Ordinal);
        Assert.Contains("numeric", text, StringComparison.Ordinal);
        return entry;
    }
}
