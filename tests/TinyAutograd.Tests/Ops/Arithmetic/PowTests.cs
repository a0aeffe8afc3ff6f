namespace TinyAutograd.Tests.Ops.Arithmetic;

public class PowTests
{
    [Fact]
    public void Frequent_exponents_have_the_bits_of_their_own_ops()
    {
        var x = Variable.Uniform<float>([1001], new RandomGenerator(1), 0.1f, 10);
        Assert.Equal(x.Reciprocal().ToArray(), x.Pow(-1).ToArray());
        Assert.Equal(x.Sqrt().ToArray(), x.Pow(0.5f).ToArray());
        Assert.Equal(x.Square().ToArray(), x.Pow(2).ToArray());
        Assert.Equal(x.ToArray(), x.Pow(1).ToArray());
    }

    // The derivatives of xⁿ at 0: all 0, but n! of order n.
    [Theory]
    [InlineData(0, 1, 0, 0, 0)]
    [InlineData(1, 0, 1, 0, 0)]
    [InlineData(2, 0, 0, 2, 0)]
    [InlineData(3, 0, 0, 0, 6)]
    [InlineData(4, 0, 0, 0, 0)]
    public void Integer_powers_of_zero_have_exact_derivatives(
        double exponent,
        double value,
        double first,
        double second,
        double third
    )
    {
        Func<Variable<double>, Variable<double>> pow = x => x.Pow(exponent);
        foreach (var zero in new[] { 0.0, -0.0 })
        {
            Assert.Equal(value, pow(Variable.Of(zero)).Item());
            Assert.Equal(first, Derivatives.ByKernel(pow, zero));
            Assert.Equal(first, Derivatives.ByRule(pow, zero, order: 1));
            Assert.Equal(second, Derivatives.ByRule(pow, zero, order: 2));
            Assert.Equal(third, Derivatives.ByRule(pow, zero, order: 3));
        }
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(-1)]
    [InlineData(-0.5)]
    [InlineData(0.5)]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(2.5)]
    [InlineData(7)]
    public void Derivatives_of_a_power_are_powers(double c)
    {
        const double X = 1.3;
        Func<Variable<double>, Variable<double>> pow = x => x.Pow(c);
        var (first, second) = (c * Math.Pow(X, c - 1), c * (c - 1) * Math.Pow(X, c - 2));
        Assert.Equal(Math.Pow(X, c), pow(Variable.Of(X)).Item(), 4e-15);
        Assert.Equal(first, Derivatives.ByKernel(pow, X), 1e-14);
        Assert.Equal(first, Derivatives.ByRule(pow, X, order: 1), 1e-14);
        Assert.Equal(second, Derivatives.ByRule(pow, X, order: 2), 1e-13);
    }

    [Fact]
    public void Negative_bases_work_with_integer_exponents_only()
    {
        Assert.Equal(-8, Variable.Of(-2.0).Pow(3).Item());
        Assert.Equal(12, Derivatives.ByKernel(x => x.Pow(3), -2));
        Assert.Equal(-0.125, Variable.Of(-2.0).Pow(-3).Item());
        Assert.Equal(double.NaN, Variable.Of(-2.0).Pow(0.3).Item());
    }

    [Fact]
    public void Exponent_one_half_is_the_square_root_also_at_minus_zero_and_minus_infinity()
    {
        var y = Variable.Of([-0.0, double.NegativeInfinity, 9]).Pow(0.5).ToArray();
        Assert.True(y[0] == 0 && double.IsNegative(y[0]));
        Assert.Equal(double.NaN, y[1]);
        Assert.Equal(3, y[2]);
    }

    [Fact]
    public void Anything_to_the_power_zero_is_one()
    {
        var x = Variable.Of([double.NaN, double.PositiveInfinity, 0, -3]);
        Assert.Equal([1.0, 1, 1, 1], x.Pow(0).ToArray());
        Assert.Equal([1.0, 1, 1, 1], x.Pow(Variable.Of(0.0)).ToArray());
    }

    [Fact]
    public void A_variable_exponent_has_a_gradient_too()
    {
        using var tape = new Tape<double>();
        var (a, b) = (Variable.Of([2.0, 3.0]), Variable.Of(1.5));
        var gradients = tape.Gradients(a.Pow(b).Sum(), of: [a, b]);
        Assert.Equal(1.5 * Math.Sqrt(2), gradients[0].ToArray()[0], 1e-15);
        Assert.Equal(1.5 * Math.Sqrt(3), gradients[0].ToArray()[1], 1e-15);
        var db = Math.Pow(2, 1.5) * Math.Log(2) + Math.Pow(3, 1.5) * Math.Log(3);
        Assert.Equal(db, gradients[1].Item(), 1e-14);
    }

    [Fact]
    public void At_base_zero_a_variable_exponent_gives_limits_and_never_nan()
    {
        using var tape = new Tape<double>();
        var a = Variable.Of([0.0, 0, 0, 0, 2]);
        var b = Variable.Of([0.0, 1, 2, 3, 0]);
        var gradients = tape.Gradients(a.Pow(b).Sum(), of: [a, b]);
        Assert.Equal([0.0, 1, 0, 0, 0], gradients[0].ToArray());
        Assert.Equal([0.0, 0, 0, 0, Math.Log(2)], gradients[1].ToArray());
    }

    [Fact]
    public void Exponent_zero_keeps_the_mixed_second_derivative()
    {
        // ∂²(aᵇ)/∂a∂b = aᵇ⁻¹ (1 + b ln a), at b = 0: 1/a.
        using var outer = new Tape<double>();
        var (a, b) = (Variable.Of(4.0), Variable.Of(0.0));
        Variable<double> da;
        using (var inner = new Tape<double>())
        {
            da = inner.Keep(inner.Gradient(a.Pow(b), a));
        }
        Assert.Equal(0.25, outer.Gradient(da, b).Item());
    }
}
