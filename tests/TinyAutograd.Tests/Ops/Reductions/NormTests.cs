namespace TinyAutograd.Tests.Ops.Reductions;

public class NormTests
{
    private const double Inf = double.PositiveInfinity;

    public static TheoryData<double> Orders => [1, 1.5, 2, 3, 4, Inf];

    [Theory]
    [InlineData(1, 7e200)]
    [InlineData(2, 5e200)]
    [InlineData(4, 4.284572294953817e200)]
    [InlineData(Inf, 4e200)]
    public void Large_and_tiny_elements_keep_their_digits(double order, double expected)
    {
        var large = Variable.Of([3e200, -4e200]).Norm(order: order).Item();
        Assert.InRange(large / expected, 1 - 1e-15, 1 + 1e-15);
        var tiny = Variable.Of([3e-200, -4e-200]).Norm(order: order).Item();
        Assert.InRange(tiny * 1e200 / expected * 1e200, 1 - 1e-15, 1 + 1e-15);
        var least = Variable.Of([double.Epsilon, 0]).Norm(order: order).Item();
        Assert.Equal(double.Epsilon, least);
    }

    // The 200th power of a half is 0 in float, the 2000th in double.
    [Theory]
    [InlineData(200)]
    [InlineData(2000)]
    public void A_high_order_neither_overflows_nor_vanishes(double order)
    {
        Assert.Equal(4, Variable.Of([3f, -4f]).Norm(order: order).Item(), 1e-5f);
        using var tape = new Tape<double>();
        var x = Variable.Of([3.0, -4, 1e300]);
        var norm = x.Norm(order: order);
        Assert.Equal(1e300, norm.Item());
        Assert.Equal([0.0, 0, 1], tape.Gradient(norm, x).ToArray());
    }

    // Memory that the ops share must not carry numbers of one over to the other.
    [Fact]
    public void Two_norms_of_equal_length_have_each_its_own_largest_element()
    {
        using var tape = new Tape<double>();
        var (x, z) = (Variable.Of([1.0, -3, 2]), Variable.Of([-5.0, 1, 4]));
        var gradients = tape.Gradients(x.Norm(order: Inf) + z.Norm(order: Inf), of: [x, z]);
        Assert.Equal([0.0, -1, 0], gradients[0].ToArray());
        Assert.Equal([-1.0, 0, 0], gradients[1].ToArray());
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Infinity_and_nan_stay_and_nothing_has_the_norm_0(double order)
    {
        Assert.Equal(Inf, Variable.Of([1, -Inf]).Norm(order: order).Item());
        Assert.Equal(double.NaN, Variable.Of([1, double.NaN]).Norm(order: order).Item());
        var nothing = Variable.Zeros<double>([2, 0]);
        Assert.Equal([0, 0], nothing.Norm(1, order: order).ToArray());
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void At_a_norm_of_0_the_gradient_is_0_at_any_order_and_other_rows_have_theirs(
        double order
    )
    {
        using var outer = new Tape<double>();
        var x = Variable.Of<double>([
            [0, 0],
            [3, -4],
        ]);
        using var inner = new Tape<double>();
        var first = inner.Gradient(x.Norm(1, order: order).Sum(), x);
        var weighted = (first * Variable.Of([1.0, 2])).Sum();
        inner.Dispose();
        Assert.Equal([0, 0], first[0].ToArray());
        Assert.All(first.ToArray(), value => Assert.True(double.IsFinite(value)));
        var second = outer.Gradients(weighted, [x], unreached: Unreached.Zero)[0];
        Assert.Equal([0, 0], second[0].ToArray());
        Assert.All(second.ToArray(), value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData(1, 1, 0, -1, 1)]
    [InlineData(2, 1 / 3.0, 0, -2 / 3.0, 2 / 3.0)]
    [InlineData(Inf, 0, 0, -0.5, 0.5)]
    public void Documented_gradients_at_an_element_0_and_at_ties(
        double order,
        double d0,
        double d1,
        double d2,
        double d3
    )
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([1.0, 0, -2, 2]);
        var dx = tape.Gradient(x.Norm(order: order), x).ToArray();
        Assert.Equal([d0, d1, d2, d3], dx, (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(3)]
    [InlineData(2.5)]
    [InlineData(4)]
    public void An_element_0_has_finite_derivatives_of_both_orders(double order)
    {
        var hessian = Differentiate.Hessian(
            x => x.Norm(order: order),
            Variable.Of([0.0, 1.0, -2.0])
        );
        Assert.All(hessian.ToArray(), value => Assert.True(double.IsFinite(value)));
        Assert.Equal([0, 0, 0], hessian[0].ToArray());
    }

    [Fact]
    public void Hessian_of_the_euclidean_norm_is_the_projection_over_the_length()
    {
        // ∂²‖x‖ = (I − x xᵀ/‖x‖²) / ‖x‖ at (3, 4): [[16, −12], [−12, 9]] / 125.
        var hessian = Differentiate.Hessian(x => x.Norm(), Variable.Of([3.0, 4.0]));
        double[] expected = [16 / 125.0, -12 / 125.0, -12 / 125.0, 9 / 125.0];
        Assert.Equal(expected, hessian.ToArray(), (a, b) => Math.Abs(a - b) < 1e-16);
    }
}
