namespace TinyAutograd.Tests.Ops.Elementwise;

public class ExtremalTests
{
    private const double Inf = double.PositiveInfinity;

    private static readonly string[] OddFunctions =
    [
        "sin",
        "tan",
        "tanh",
        "erf",
        "expm1",
        "log1p",
        "sqrt",
        "asin",
        "atan",
        "sinh",
        "sign",
    ];

    private static readonly Dictionary<string, Func<Variable<double>, Variable<double>>> Functions =
        new()
        {
            ["abs"] = x => x.Abs(),
            ["square"] = x => x.Square(),
            ["reciprocal"] = x => x.Reciprocal(),
            ["exp"] = x => x.Exp(),
            ["log"] = x => x.Log(),
            ["log1p"] = x => x.Log1p(),
            ["expm1"] = x => x.Expm1(),
            ["sqrt"] = x => x.Sqrt(),
            ["rsqrt"] = x => x.Rsqrt(),
            ["sin"] = x => x.Sin(),
            ["cos"] = x => x.Cos(),
            ["tan"] = x => x.Tan(),
            ["tanh"] = x => x.Tanh(),
            ["sigmoid"] = x => x.Sigmoid(),
            ["logSigmoid"] = x => x.LogSigmoid(),
            ["erf"] = x => x.Erf(),
            ["relu"] = x => x.Relu(),
            ["leakyRelu"] = x => x.LeakyRelu(),
            ["elu"] = x => x.Elu(),
            ["silu"] = x => x.Silu(),
            ["softplus"] = x => x.Softplus(),
            ["gelu"] = x => x.Gelu(),
            ["geluTanh"] = x => x.GeluTanh(),
            ["round"] = x => x.Round(),
            ["floor"] = x => x.Floor(),
            ["sign"] = x => x.Sign(),
            ["asin"] = x => x.Asin(),
            ["acos"] = x => x.Acos(),
            ["atan"] = x => x.Atan(),
            ["sinh"] = x => x.Sinh(),
            ["cosh"] = x => x.Cosh(),
            ["selu"] = x => x.Selu(),
            ["mish"] = x => x.Mish(),
            ["hardSigmoid"] = x => x.HardSigmoid(),
            ["hardSwish"] = x => x.HardSwish(),
            ["logAddExp with 0"] = x => x.LogAddExp(Variable.Of(0.0)),
            ["atan2 beside 1"] = x => x.Atan2(Variable.Of(1.0)),
        };

    public static TheoryData<string> Names => new(Functions.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Nan_gives_nan_at_every_place_of_a_vector_and_nowhere_else(string name)
    {
        for (var place = 0; place < 11; place++)
        {
            var x = Enumerable.Repeat(0.5, 11).ToArray();
            x[place] = double.NaN;
            var y = Functions[name](Variable.Of(x)).ToArray();
            Assert.All(y, (value, i) => Assert.Equal(i == place, double.IsNaN(value)));
        }
    }

    [Theory]
    [InlineData("abs", Inf, Inf)]
    [InlineData("square", Inf, Inf)]
    [InlineData("reciprocal", 0, -0.0)]
    [InlineData("exp", Inf, 0)]
    [InlineData("log", Inf, double.NaN)]
    [InlineData("log1p", Inf, double.NaN)]
    [InlineData("expm1", Inf, -1)]
    [InlineData("sqrt", Inf, double.NaN)]
    [InlineData("rsqrt", 0, double.NaN)]
    [InlineData("sin", double.NaN, double.NaN)]
    [InlineData("cos", double.NaN, double.NaN)]
    [InlineData("tan", double.NaN, double.NaN)]
    [InlineData("tanh", 1, -1)]
    [InlineData("sigmoid", 1, 0)]
    [InlineData("logSigmoid", 0, -Inf)]
    [InlineData("erf", 1, -1)]
    [InlineData("relu", Inf, 0)]
    [InlineData("leakyRelu", Inf, -Inf)]
    [InlineData("elu", Inf, -1)]
    [InlineData("softplus", Inf, 0)]
    [InlineData("silu", Inf, double.NaN)]
    [InlineData("gelu", Inf, double.NaN)]
    [InlineData("geluTanh", Inf, double.NaN)]
    [InlineData("round", Inf, -Inf)]
    [InlineData("floor", Inf, -Inf)]
    [InlineData("sign", 1, -1)]
    [InlineData("asin", double.NaN, double.NaN)]
    [InlineData("acos", double.NaN, double.NaN)]
    [InlineData("atan", Math.PI / 2, -Math.PI / 2)]
    [InlineData("sinh", Inf, -Inf)]
    [InlineData("cosh", Inf, Inf)]
    [InlineData("selu", Inf, -1.0507009873554804934 * 1.6732632423543772848)]
    [InlineData("mish", Inf, double.NaN)]
    [InlineData("hardSigmoid", 1, 0)]
    [InlineData("hardSwish", Inf, 0)]
    [InlineData("logAddExp with 0", Inf, 0)]
    [InlineData("atan2 beside 1", Math.PI / 2, -Math.PI / 2)]
    public void At_both_infinities_the_limits_are_reached(string name, double plus, double minus)
    {
        var y = Functions[name](Variable.Of([Inf, -Inf])).ToArray();
        Assert.Equal(plus, y[0]);
        Assert.Equal(minus, y[1]);
    }

    [Theory]
    [InlineData("relu", 1e300, 1, -1e300, 0)]
    [InlineData("elu", 1e300, 1, -1e300, 0)]
    [InlineData("softplus", 1e300, 1, -1e300, 0)]
    [InlineData("sigmoid", 1e300, 0, -1e300, 0)]
    [InlineData("logSigmoid", 1e300, 0, -1e300, 1)]
    [InlineData("tanh", 1e300, 0, -1e300, 0)]
    [InlineData("erf", 1e300, 0, -1e300, 0)]
    [InlineData("silu", 1e300, 1, -1e300, 0)]
    [InlineData("gelu", 1e300, 1, -1e300, 0)]
    [InlineData("gelu", Inf, 1, -Inf, 0)]
    [InlineData("geluTanh", 1e300, 1, -1e300, 0)]
    [InlineData("geluTanh", Inf, 1, -Inf, 0)]
    [InlineData("atan", 1e300, 0, -1e300, 0)]
    [InlineData("selu", 1e300, 1.0507009873554804934, -1e300, 0)]
    [InlineData("mish", 1e300, 1, -1e300, 0)]
    [InlineData("hardSigmoid", Inf, 0, -Inf, 0)]
    [InlineData("hardSwish", Inf, 1, -Inf, 0)]
    [InlineData("logAddExp with 0", Inf, 1, -Inf, 0)]
    [InlineData("atan2 beside 1", 1e300, 0, -1e300, 0)]
    public void Far_out_derivatives_settle_and_nothing_becomes_nan(
        string name,
        double right,
        double slopeRight,
        double left,
        double slopeLeft
    )
    {
        foreach (var (x, slope) in new[] { (right, slopeRight), (left, slopeLeft) })
        {
            Assert.Equal(slope, Derivatives.ByKernel(Functions[name], x));
            Assert.Equal(slope, Derivatives.ByRule(Functions[name], x, order: 1));
            Assert.Equal(0, Derivatives.ByRule(Functions[name], x, order: 2));
        }
    }

    // For tiny x each of these is c·x up to a relative error of |x|: no digit may be lost.
    [Theory]
    [InlineData("expm1", 1)]
    [InlineData("log1p", 1)]
    [InlineData("tanh", 1)]
    [InlineData("sin", 1)]
    [InlineData("tan", 1)]
    [InlineData("erf", 1.1283791670955126)] // 2/√π
    [InlineData("elu", 1)]
    [InlineData("silu", 0.5)]
    [InlineData("gelu", 0.5)]
    [InlineData("geluTanh", 0.5)]
    [InlineData("asin", 1)]
    [InlineData("atan", 1)]
    [InlineData("sinh", 1)]
    [InlineData("mish", 0.6)]
    [InlineData("hardSwish", 0.5)]
    [InlineData("atan2 beside 1", 1)]
    public void Tiny_arguments_keep_their_digits(string name, double slope)
    {
        foreach (var x in new[] { 1e-18, -1e-18, 1e-100, -1e-100, 1e-290, -1e-290 })
        {
            var y = Functions[name](Variable.Of(x)).Item();
            Assert.InRange(y / (slope * x), 1 - 1e-15, 1 + 1e-15);
        }
    }

    // References: mpmath with 40 digits.
    [Theory]
    [InlineData("sigmoid", -700, 9.8596765437597709e-305)]
    [InlineData("logSigmoid", 40, -4.248354255291589e-18)]
    [InlineData("logSigmoid", -1000, -1000)]
    [InlineData("silu", -700, -6.9017735806318396e-302)]
    [InlineData("softplus", -700, 9.8596765437597709e-305)]
    [InlineData("gelu", -20, -5.5072482372124674e-88)]
    [InlineData("geluTanh", -10, -1.204092348209806e-37)]
    public void Small_values_in_the_tails_keep_their_digits(string name, double x, double expected)
    {
        // The arguments are exact; an error of one unit in the last place within the exponent, up to 700, costs 700 units.
        var y = Functions[name](Variable.Of(x)).Item();
        Assert.InRange(y / expected, 1 - 2e-13, 1 + 2e-13);
    }

    [Fact]
    public void Zero_keeps_its_sign_where_the_function_is_odd()
    {
        foreach (var name in OddFunctions)
        {
            Assert.True(double.IsNegative(Functions[name](Variable.Of(-0.0)).Item()), name);
            Assert.False(double.IsNegative(Functions[name](Variable.Of(0.0)).Item()), name);
        }
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(1.5, 2)]
    [InlineData(2.5, 2)]
    [InlineData(-0.5, 0)]
    [InlineData(-1.5, -2)]
    [InlineData(2.4999999999999996, 2)]
    [InlineData(0.49999999999999994, 0)]
    [InlineData(4503599627370497.5, 4503599627370498)]
    public void Round_takes_halves_to_the_even_neighbour(double x, double expected) =>
        Assert.Equal(expected, Variable.Of(x).Round().Item());

    [Theory]
    [InlineData(-1e-300, -1)]
    [InlineData(-2, -2)]
    [InlineData(1.9999999999999998, 1)]
    [InlineData(1e300, 1e300)]
    public void Floor_goes_down(double x, double expected) =>
        Assert.Equal(expected, Variable.Of(x).Floor().Item());

    [Theory]
    [InlineData("round")]
    [InlineData("floor")]
    [InlineData("sign")]
    public void A_gradient_through_an_op_without_one_names_the_op(string name)
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(1.5);
        var loss = Functions[name](x * x);
        var error = Assert.Throws<InvalidOperationException>(() => tape.Gradient(loss, x));
        Assert.Contains(
            $"{name} (entry 1 of the tape) has no derivative",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Derivatives_of_order_four_come_back_to_the_function()
    {
        Assert.Equal(Math.Sin(0.7), Derivatives.ByRule(x => x.Sin(), 0.7, order: 4), 1e-15);
        Assert.Equal(Math.Cos(0.7), Derivatives.ByRule(x => x.Cos(), 0.7, order: 4), 1e-15);
        Assert.Equal(Math.Exp(0.7), Derivatives.ByRule(x => x.Exp(), 0.7, order: 4), 1e-14);
        // tanh‴ = −2 + 8t² − 6t⁴ with t = tanh x
        var t = Math.Tanh(0.7);
        var third = -2 + 8 * t * t - 6 * t * t * t * t;
        Assert.Equal(third, Derivatives.ByRule(x => x.Tanh(), 0.7, order: 3), 1e-14);
    }
}
