namespace TinyAutograd.Tests.Ops.Elementwise;

public class KinkTests
{
    public static TheoryData<string, double, double> Kinks =>
        new()
        {
            { "abs", 0, 0 },
            { "abs", -0.0, 0 },
            { "relu", 0, 0 },
            { "relu", -0.0, 0 },
            { "leakyRelu 0.3", 0, 0.3 },
            { "leakyRelu 0.3", -0.0, 0.3 },
            { "elu 1.5", 0, 1.5 },
            { "clamp -1 2", -1, 1 },
            { "clamp -1 2", 2, 1 },
            { "clamp -1 ∞", -1, 1 },
            { "clamp -∞ 2", 2, 1 },
            { "clamp 2 2", 2, 1 },
        };

    [Theory]
    [MemberData(nameof(Kinks))]
    public void At_a_kink_the_derivative_is_the_documented_one(string name, double at, double slope)
    {
        Assert.Equal(slope, Derivatives.ByKernel(Function(name), at));
        Assert.Equal(slope, Derivatives.ByRule(Function(name), at, order: 1));
    }

    [Theory]
    [InlineData("abs", -2, -1)]
    [InlineData("abs", 2, 1)]
    [InlineData("relu", -2, 0)]
    [InlineData("relu", 2, 1)]
    [InlineData("leakyRelu 0.3", -2, 0.3)]
    [InlineData("leakyRelu 0.3", 2, 1)]
    [InlineData("clamp -1 2", -1.5, 0)]
    [InlineData("clamp -1 2", 0, 1)]
    [InlineData("clamp -1 2", 2.5, 0)]
    public void Beside_a_kink_slopes_are_exact_and_second_derivatives_are_zero(
        string name,
        double at,
        double slope
    )
    {
        Assert.Equal(slope, Derivatives.ByKernel(Function(name), at));
        Assert.Equal(slope, Derivatives.ByRule(Function(name), at, order: 1));
        Assert.Equal(0, Derivatives.ByRule(Function(name), at, order: 2));
    }

    [Theory]
    [InlineData("abs")]
    [InlineData("relu")]
    [InlineData("clamp -1 2")]
    public void Nan_stays_nan_and_lets_the_gradient_through(string name)
    {
        Assert.Equal(double.NaN, Function(name)(Variable.Of(double.NaN)).Item());
        Assert.Equal(1, Derivatives.ByKernel(Function(name), double.NaN));
        Assert.Equal(1, Derivatives.ByRule(Function(name), double.NaN, order: 1));
    }

    [Fact]
    public void Elu_bends_with_alpha_times_exp_below_zero()
    {
        var elu = Function("elu 1.5");
        // One rounding each in expm1, the product and the sum: 4 units in the last place of 1.5.
        Assert.Equal(1.5 * Math.Exp(-0.7), Derivatives.ByKernel(elu, -0.7), 1e-15);
        Assert.Equal(1.5 * Math.Exp(-0.7), Derivatives.ByRule(elu, -0.7, order: 1), 1e-15);
        Assert.Equal(1.5 * Math.Exp(-0.7), Derivatives.ByRule(elu, -0.7, order: 2), 1e-15);
        Assert.Equal(1.5 * Math.Exp(-0.7), Derivatives.ByRule(elu, -0.7, order: 3), 1e-15);
    }

    [Fact]
    public void Softplus_is_linear_above_its_threshold_and_only_there()
    {
        Func<Variable<double>, Variable<double>> softplus = x => x.Softplus(beta: 2, threshold: 3);
        Assert.Equal(1.6, softplus(Variable.Of(1.6)).Item());
        Assert.Equal(1, Derivatives.ByKernel(softplus, 1.6));
        Assert.Equal(1, Derivatives.ByRule(softplus, 1.6, order: 1));
        Assert.Equal(0, Derivatives.ByRule(softplus, 1.6, order: 2));

        var sigmoid = 1 / (1 + Math.Exp(-3.0)); // at the threshold itself the formula holds
        Assert.Equal(Math.Log(1 + Math.Exp(3.0)) / 2, softplus(Variable.Of(1.5)).Item(), 1e-15);
        Assert.Equal(sigmoid, Derivatives.ByKernel(softplus, 1.5), 1e-15);
        Assert.Equal(sigmoid, Derivatives.ByRule(softplus, 1.5, order: 1), 1e-15);
        Assert.Equal(
            2 * sigmoid * (1 - sigmoid),
            Derivatives.ByRule(softplus, 1.5, order: 2),
            1e-15
        );
    }

    [Fact]
    public void Default_attributes_are_those_of_the_documentation()
    {
        var x = Variable.Of([-2.0, 21.0]);
        Assert.Equal(x.LeakyRelu(0.01).ToArray(), x.LeakyRelu().ToArray());
        Assert.Equal(x.Elu(1).ToArray(), x.Elu().ToArray());
        Assert.Equal(x.Softplus(1, 20).ToArray(), x.Softplus().ToArray());
        Assert.Equal(21.0, x.Softplus().ToArray()[1]);
    }

    [Fact]
    public void Wrong_attributes_are_named()
    {
        var x = Variable.Of(1.0);
        Assert.StartsWith(
            "Clamp: at least one of min and max",
            Assert.Throws<ArgumentException>(() => x.Clamp()).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "Clamp: min 2.5 must be at most max 1.",
            Assert.Throws<ArgumentException>(() => x.Clamp(2.5, 1)).Message
        );
        Assert.Throws<ArgumentException>(() => x.Clamp(double.NaN, 1));
        Assert.StartsWith(
            "Softplus: beta must be positive, not -1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => x.Softplus(-1)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Softplus(double.NaN));
    }

    private static Func<Variable<double>, Variable<double>> Function(string name) =>
        name switch
        {
            "abs" => x => x.Abs(),
            "relu" => x => x.Relu(),
            "leakyRelu 0.3" => x => x.LeakyRelu(0.3),
            "elu 1.5" => x => x.Elu(1.5),
            "clamp -1 2" => x => x.Clamp(-1, 2),
            "clamp -1 ∞" => x => x.Clamp(min: -1),
            "clamp -∞ 2" => x => x.Clamp(max: 2),
            "clamp 2 2" => x => x.Clamp(2, 2),
            _ => throw new ArgumentException(name),
        };
}
