using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

public class SpecialFunctionsTests
{
    private delegate void Kernel<T>(ReadOnlySpan<T> x, Span<T> y);

    private static readonly Dictionary<
        string,
        (Kernel<double> Double, Kernel<float> Float)
    > Functions = new()
    {
        ["Exp"] = (SpecialFunctions.Exp, SpecialFunctions.Exp),
        ["Log1p"] = (SpecialFunctions.Log1p, SpecialFunctions.Log1p),
        ["Expm1"] = (SpecialFunctions.Expm1, SpecialFunctions.Expm1),
        ["Tanh"] = (SpecialFunctions.Tanh, SpecialFunctions.Tanh),
        ["Erf"] = (SpecialFunctions.Erf, SpecialFunctions.Erf),
        ["Erfc"] = (SpecialFunctions.Erfc, SpecialFunctions.Erfc),
        ["Sigmoid"] = (SpecialFunctions.Sigmoid, SpecialFunctions.Sigmoid),
        ["LogSigmoid"] = (SpecialFunctions.LogSigmoid, SpecialFunctions.LogSigmoid),
        ["Softplus"] = (SpecialFunctions.Softplus, SpecialFunctions.Softplus),
    };

    /// <summary>Computed by mpmath with 40 digits, rounded to double.</summary>
    public static readonly TheoryData<string, double, double> References = new()
    {
        { "Exp", -700.0, 9.85967654375977e-305 },
        { "Exp", -20.5, 1.2501528663867426e-09 },
        { "Exp", -0.3, 0.7408182206817179 },
        { "Exp", 1e-09, 1.000000001 },
        { "Exp", 0.5, 1.6487212707001282 },
        { "Exp", 709.5, 1.3549863193146328e+308 },
        { "Log1p", 1e-18, 1e-18 },
        { "Log1p", -1e-10, -1.00000000005e-10 },
        { "Log1p", 1e-05, 9.999950000333332e-06 },
        { "Log1p", -0.3, -0.35667494393873234 },
        { "Log1p", 0.4, 0.33647223662121295 },
        { "Log1p", 3, 1.3862943611198906 },
        { "Log1p", 1e+300, 690.7755278982137 },
        { "Log1p", -0.9999, -9.210340371976294 },
        { "Expm1", 1e-18, 1e-18 },
        { "Expm1", -1e-10, -9.999999999500001e-11 },
        { "Expm1", 1e-05, 1.0000050000166668e-05 },
        { "Expm1", -0.34, -0.2882296772373903 },
        { "Expm1", 0.36, 0.43332941456034024 },
        { "Expm1", 3, 19.085536923187668 },
        { "Expm1", -30, -0.9999999999999064 },
        { "Expm1", 700, 1.0142320547350045e+304 },
        { "Tanh", 1e-18, 1e-18 },
        { "Tanh", -1e-10, -1e-10 },
        { "Tanh", 1e-05, 9.999999999666668e-06 },
        { "Tanh", -0.1, -0.09966799462495582 },
        { "Tanh", 0.3, 0.2913126124515909 },
        { "Tanh", 0.9, 0.7162978701990245 },
        { "Tanh", -3, -0.9950547536867305 },
        { "Tanh", 19, 0.9999999999999999 },
        { "Erf", 1e-18, 1.1283791670955127e-18 },
        { "Erf", -1e-10, -1.1283791670955126e-10 },
        { "Erf", 1e-05, 1.1283791670579e-05 },
        { "Erf", -0.3, -0.3286267594591274 },
        { "Erf", 0.999, 0.8422852702064969 },
        { "Erf", 1.001, 0.8431154854780762 },
        { "Erf", -2, -0.9953222650189527 },
        { "Erf", 5.5, 0.9999999999999927 },
        { "Erfc", -3, 1.9999779095030015 },
        { "Erfc", -0.5, 1.5204998778130465 },
        { "Erfc", 1e-05, 0.9999887162083294 },
        { "Erfc", 0.6, 0.3961439091520741 },
        { "Erfc", 0.999, 0.15771472979350307 },
        { "Erfc", 1.001, 0.15688451452192373 },
        { "Erfc", 5, 1.537459794428035e-12 },
        { "Erfc", 26, 5.663192408856143e-296 },
        { "Sigmoid", -700, 9.85967654375977e-305 },
        { "Sigmoid", -30, 9.357622968839299e-14 },
        { "Sigmoid", -1, 0.2689414213699951 },
        { "Sigmoid", -1e-08, 0.4999999975 },
        { "Sigmoid", 0.5, 0.6224593312018546 },
        { "Sigmoid", 2, 0.8807970779778824 },
        { "Sigmoid", 30, 0.9999999999999064 },
        { "LogSigmoid", -700, -700.0 },
        { "LogSigmoid", -30, -30.000000000000092 },
        { "LogSigmoid", -1, -1.3132616875182228 },
        { "LogSigmoid", 1e-08, -0.6931471755599453 },
        { "LogSigmoid", 0.5, -0.4740769841801067 },
        { "LogSigmoid", 2, -0.1269280110429725 },
        { "LogSigmoid", 700, -9.85967654375977e-305 },
        { "Softplus", -700, 9.85967654375977e-305 },
        { "Softplus", -30, 9.357622968839737e-14 },
        { "Softplus", -1, 0.3132616875182228 },
        { "Softplus", 1e-08, 0.6931471855599454 },
        { "Softplus", 0.5, 0.9740769841801067 },
        { "Softplus", 2, 2.1269280110429727 },
        { "Softplus", 700, 700.0 },
    };

    /// <summary>The values at the ends of the range: function, argument, exact value.</summary>
    public static readonly TheoryData<string, double, double> Limits = new()
    {
        { "Exp", 0, 1 },
        { "Exp", 1000, double.PositiveInfinity },
        { "Exp", double.PositiveInfinity, double.PositiveInfinity },
        { "Exp", double.NegativeInfinity, 0 },
        { "Exp", -744.4400719213812, double.Epsilon },
        { "Log1p", double.PositiveInfinity, double.PositiveInfinity },
        { "Log1p", -1, double.NegativeInfinity },
        { "Log1p", -1.5, double.NaN },
        { "Log1p", double.NegativeInfinity, double.NaN },
        { "Expm1", double.PositiveInfinity, double.PositiveInfinity },
        { "Expm1", double.NegativeInfinity, -1 },
        { "Expm1", 1000, double.PositiveInfinity },
        { "Tanh", 400, 1 },
        { "Tanh", -double.MaxValue, -1 },
        { "Tanh", double.PositiveInfinity, 1 },
        { "Tanh", double.NegativeInfinity, -1 },
        { "Erf", double.PositiveInfinity, 1 },
        { "Erf", double.NegativeInfinity, -1 },
        { "Erfc", double.PositiveInfinity, 0 },
        { "Erfc", double.NegativeInfinity, 2 },
        { "Erfc", 30, 0 },
        { "Sigmoid", 0, 0.5 },
        { "Sigmoid", double.PositiveInfinity, 1 },
        { "Sigmoid", double.NegativeInfinity, 0 },
        { "LogSigmoid", double.PositiveInfinity, 0 },
        { "LogSigmoid", double.NegativeInfinity, double.NegativeInfinity },
        { "Softplus", double.PositiveInfinity, double.PositiveInfinity },
        { "Softplus", double.NegativeInfinity, 0 },
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(References))]
    public void Values_agree_with_forty_digit_references(string name, double x, double expected)
    {
        var y = Of(name, x);
        Assert.True(
            Math.Abs(y - expected) <= 1e-14 * Math.Abs(expected),
            $"{name}({x:R}) = {y:R}, expected {expected:R}"
        );
    }

    [Theory]
    [MemberData(nameof(References))]
    public void Float_agrees_with_double(string name, double x, double expected)
    {
        Assert.NotEqual(double.NaN, expected);
        var y = new float[1];
        Functions[name].Float([(float)x], y);
        var exact = Of(name, (float)x);
        Assert.True(
            Math.Abs(y[0] - exact) <= Math.Max(5e-7 * Math.Abs(exact), 1e-44)
                || y[0] == (float)exact,
            $"{name}({(float)x:R}) = {y[0]:R}, expected {exact:R}"
        );
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void Limits_are_exact(string name, double x, double expected) =>
        Assert.Equal(expected, Of(name, x));

    [Theory]
    [MemberData(nameof(Names))]
    public void NaN_gives_NaN(string name)
    {
        var y = new float[1];
        Functions[name].Float([float.NaN], y);
        Assert.True(double.IsNaN(Of(name, double.NaN)));
        Assert.True(float.IsNaN(y[0]));
    }

    [Theory]
    [InlineData("Log1p")]
    [InlineData("Expm1")]
    [InlineData("Tanh")]
    public void Zero_keeps_its_sign_and_the_smallest_number_is_returned(string name)
    {
        foreach (var x in new[] { 0.0, -0.0, double.Epsilon, -double.Epsilon })
        {
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(x),
                BitConverter.DoubleToInt64Bits(Of(name, x))
            );
        }
    }

    [Fact]
    public void Erf_of_zero_keeps_its_sign()
    {
        Assert.True(double.IsNegative(Of("Erf", -0.0)));
        Assert.False(double.IsNegative(Of("Erf", 0.0)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_never_turn_back_by_more_than_rounding(string name)
    {
        var sign = name is "Erfc" ? -1 : 1;
        var previous = Of(name, -0.99);
        for (var i = -989; i <= 8000; i++)
        {
            var y = Of(name, i / 1000.0);
            Assert.True(sign * (y - previous) >= -4e-16 * Math.Abs(y), $"{name}({i / 1000.0:R})");
            previous = y;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_length_and_in_place_give_the_same_values(string name)
    {
        for (var length = 0; length < 40; length++)
        {
            var x = Enumerable.Range(0, length).Select(i => (i - 11) * 0.07).ToArray();
            var expected = x.Select(v => Of(name, v)).ToArray();
            Functions[name].Double(x, x);
            Assert.Equal(expected, x);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Different_lengths_are_refused_and_named(string name)
    {
        var e = Assert.Throws<ArgumentException>(() =>
            Functions[name].Double(new double[3], new double[4])
        );
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
        Assert.Contains('4', e.Message);
    }

    [Theory]
    [InlineData("Exp")]
    [InlineData("Expm1")]
    [InlineData("Tanh")]
    [InlineData("Erf")]
    [InlineData("Erfc")]
    [InlineData("Sigmoid")]
    public void Vectors_agree_with_the_scalar_functions(string name)
    {
        var scalar = name switch
        {
            "Exp" => (Func<double, double>)Math.Exp,
            "Expm1" => ScalarFunctions.Expm1,
            "Tanh" => ScalarFunctions.Tanh,
            "Erf" => ScalarFunctions.Erf,
            "Erfc" => ScalarFunctions.Erfc,
            _ => ScalarFunctions.Sigmoid,
        };
        var x = Enumerable.Range(-3000, 6001).Select(i => i * 0.01).ToArray();
        var y = new double[x.Length];
        Functions[name].Double(x, y);
        for (var i = 0; i < x.Length; i++)
        {
            var relative =
                2e-15 + (name == "Erfc" && !HasFusedMultiplyAdd ? x[i] * x[i] * Unit : 0);
            Assert.Equal(scalar(x[i]), y[i], Math.Max(relative * Math.Abs(y[i]), double.Epsilon));
        }
    }

    // Without a fused multiply-add, vectors lose what rounding takes from x²: at most x²·u, which exp turns into a relative error of erfc.
    // The scalar functions keep it: Math.FusedMultiplyAdd is exact on any processor.
    private static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.Arm64.IsSupported;

    private const double Unit = 1.0 / (1L << 53);

    private static double Of(string name, double x)
    {
        var y = new double[1];
        Functions[name].Double([x], y);
        return y[0];
    }
}
