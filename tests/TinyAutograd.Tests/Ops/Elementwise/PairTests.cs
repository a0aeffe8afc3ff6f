namespace TinyAutograd.Tests.Ops.Elementwise;

public class PairTests
{
    [Fact]
    public void A_sum_of_nothing_beside_others_has_the_gradient_0_by_kernel_and_rule()
    {
        var (a, b) = (
            Variable.Of([double.NegativeInfinity, 0]),
            Variable.Of([double.NegativeInfinity, 0])
        );
        foreach (var isRule in new[] { false, true })
        {
            using var outer = isRule ? new Tape<double>() : null;
            var gradient = Differentiate.Gradient(a => a.LogAddExp(b).Sum(), a);
            Assert.Equal([0, 0.5], gradient.ToArray());
        }
    }

    private const double Inf = double.PositiveInfinity;

    [Theory]
    [InlineData(1, 1, Math.PI / 4)]
    [InlineData(1, -1, 3 * Math.PI / 4)]
    [InlineData(-1, -1, -3 * Math.PI / 4)]
    [InlineData(-1, 1, -Math.PI / 4)]
    [InlineData(0.0, -1, Math.PI)]
    [InlineData(-0.0, -1, -Math.PI)]
    [InlineData(0, 0, 0)]
    [InlineData(Inf, -Inf, 3 * Math.PI / 4)]
    public void Atan2_knows_the_quadrant_even_of_signed_zeros(double y, double x, double angle) =>
        Assert.Equal(angle, Variable.Of(y).Atan2(Variable.Of(x)).Item(), 1e-15);

    [Theory]
    [InlineData(1e200, 1e200)]
    [InlineData(3e-200, 4e-200)]
    [InlineData(-1e100, 1e-100)]
    [InlineData(5, -12)]
    public void Gradient_of_atan2_squares_neither_too_large_nor_too_small_numbers(
        double y,
        double x
    )
    {
        var r = Math.Max(Math.Abs(x), Math.Abs(y));
        var square = x / r * (x / r) + y / r * (y / r);
        var (byY, byX) = Gradients((a, b) => a.Atan2(b), y, x);
        Assert.InRange(byY / (x / r / square / r), 1 - 1e-14, 1 + 1e-14);
        Assert.InRange(byX / (-y / r / square / r), 1 - 1e-14, 1 + 1e-14);
    }

    [Fact]
    public void Gradient_of_atan2_is_0_at_the_origin_at_any_order_and_leaves_other_points_alone()
    {
        using var outer = new Tape<double>();
        var y = Variable.Of([0.0, 3]);
        var x = Variable.Of([0.0, 4]);
        using var inner = new Tape<double>();
        var first = inner.Gradients(y.Atan2(x).Sum(), [y, x]);
        Assert.Equal([0, 0.16], first[0].ToArray());
        Assert.Equal([0, -0.12], first[1].ToArray());
        var sum = (first[0] + 2 * first[1]).Sum();
        inner.Dispose();
        var second = outer.Gradients(sum, [y, x]);
        // With r = 5: ∂²/∂y² = −2xy/r⁴, ∂²/∂x² = 2xy/r⁴, ∂²/∂x∂y = (y² − x²)/r⁴.
        Assert.Equal(0, second[0].ToArray()[0]);
        Assert.Equal(0, second[1].ToArray()[0]);
        Assert.Equal((-24 - 14) / 625.0, second[0].ToArray()[1], 1e-16);
        Assert.Equal((-7 + 48) / 625.0, second[1].ToArray()[1], 1e-16);
    }

    // Small beside large: ln(e⁰ + e⁻⁴⁰) = e⁻⁴⁰ but for 1e-35, which 1 + e⁻⁴⁰ would lose.
    [Theory]
    [InlineData(0, -40, 4.248354255291589e-18)]
    [InlineData(1000, 1000, 1000.6931471805599)]
    [InlineData(-1000, -1000, -999.30685281944)]
    [InlineData(-Inf, -Inf, -Inf)]
    [InlineData(-Inf, 2, 2)]
    [InlineData(Inf, Inf, Inf)]
    [InlineData(Inf, -Inf, Inf)]
    [InlineData(Inf, double.NaN, double.NaN)]
    public void Log_add_exp_neither_overflows_nor_loses_the_smaller(double a, double b, double y)
    {
        var actual = Variable.Of(a).LogAddExp(Variable.Of(b)).Item();
        Assert.True(actual.Equals(y) || Math.Abs(actual / y - 1) < 1e-15, $"{actual:R}");
    }

    [Theory]
    [InlineData(1000, 1000, 0.5, 0.5)]
    [InlineData(800, -800, 1, 0)]
    [InlineData(-Inf, 2, 0, 1)]
    [InlineData(-Inf, -Inf, 0, 0)]
    [InlineData(Inf, 2, 1, 0)]
    [InlineData(Inf, Inf, double.NaN, double.NaN)]
    public void Gradient_of_log_add_exp_at_its_ends_is_the_documented_one(
        double a,
        double b,
        double byA,
        double byB
    ) => Assert.Equal((byA, byB), Gradients((a, b) => a.LogAddExp(b), a, b));

    private static (double, double) Gradients(
        Func<Variable<double>, Variable<double>, Variable<double>> f,
        double a,
        double b
    )
    {
        using var tape = new Tape<double>();
        var (x, y) = (Variable.Of(a), Variable.Of(b));
        var gradients = tape.Gradients(f(x, y), [x, y]);
        return (gradients[0].Item(), gradients[1].Item());
    }
}
