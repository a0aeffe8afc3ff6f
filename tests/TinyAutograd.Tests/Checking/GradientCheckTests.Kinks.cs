using static TinyAutograd.GradientCheckVerdict;

namespace TinyAutograd.Tests.Checking;

/// <content>Where there is no derivative, no rule is blamed.</content>
public partial class GradientCheckTests
{
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
}
