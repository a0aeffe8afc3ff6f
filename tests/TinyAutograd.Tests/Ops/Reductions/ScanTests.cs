namespace TinyAutograd.Tests.Ops.Reductions;

public class ScanTests
{
    [Fact]
    public void The_rule_of_a_running_sum_is_one_from_the_end()
    {
        using var outer = new Tape<double>();
        var x = Variable.Of([1.0, 2, 3]);
        var dy = Variable.Of([1.0, 10, 100]);
        var gradient = Differentiate.Gradient(x => (x.CumSum(0) * dy).Sum(), x);
        Assert.Equal([111.0, 110, 100], gradient.ToArray());
        Assert.Contains(
            outer.Entries,
            entry => entry.Op.ToString() == "cumSum(axis: 0, from the end)"
        );
    }

    private const double Inf = double.PositiveInfinity;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradient_of_a_running_product_needs_no_division(bool isComposed)
    {
        using var outer = isComposed ? new Tape<double>() : null;
        using var tape = new Tape<double>();
        var x = Variable.Of<double>([
            [2, 0, 3],
            [0, 0, 5],
            [2, 3, 4],
        ]);
        var y = x.CumProd(1);
        Assert.Equal([2, 0, 0, 0, 0, 0, 2, 6, 24], y.ToArray());
        // Rows a, b, c with the upstream gradient 1: da = 1 + b + bc, db = a + ac, dc = ab.
        Assert.Equal([1, 8, 0, 1, 0, 0, 16, 10, 6], tape.Gradient(y.Sum(), x).ToArray());
    }

    [Fact]
    public void Second_derivatives_of_a_running_product_are_right_at_zeros()
    {
        // y₂ = abc at (0, 0, 5): the only second derivative of Σ y that is not 0 are ∂²/∂a∂b = 1 + c and ∂²/∂b∂c = ∂²/∂a∂c = 0.
        var hessian = Differentiate.Hessian(x => x.CumProd(0).Sum(), Variable.Of([0.0, 0.0, 5.0]));
        Assert.Equal([0, 6, 0, 6, 0, 0, 0, 0, 0], hessian.ToArray());
    }

    [Fact]
    public void A_running_product_of_nothing_is_nothing()
    {
        Assert.Equal([2, 0], Variable.Zeros<double>([2, 0]).CumProd(1).Shape);
        Assert.Equal([0, 3], Variable.Zeros<double>([0, 3]).CumMax(0).Shape);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradient_of_a_running_maximum_goes_to_the_last_of_equal_ones(bool isComposed)
    {
        using var outer = isComposed ? new Tape<double>() : null;
        using var tape = new Tape<double>();
        var x = Variable.Of([1.0, 3, 3, 2, 4]);
        var y = x.CumMax(0);
        Assert.Equal([1, 3, 3, 3, 4], y.ToArray());
        var dy = Variable.Of([1.0, 10, 100, 1000, 10000]);
        Assert.Equal([1, 10, 1100, 0, 10000], tape.Gradient(y, x, dy).ToArray());
    }

    [Fact]
    public void From_a_nan_on_a_running_maximum_is_nan()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([-Inf, double.NaN, Inf, double.NaN, 0]);
        var y = x.CumMax(0);
        Assert.Equal([-Inf, double.NaN, double.NaN, double.NaN, double.NaN], y.ToArray());
        var dy = Variable.Of([1.0, 10, 100, 1000, 10000]);
        Assert.Equal([1, 110, 0, 11000, 0], tape.Gradient(y, x, dy).ToArray());
    }
}
