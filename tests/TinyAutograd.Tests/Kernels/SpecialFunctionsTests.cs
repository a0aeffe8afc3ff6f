using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

public partial class SpecialFunctionsTests
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
        ["Sin"] = (SpecialFunctions.Sin, SpecialFunctions.Sin),
        ["Cos"] = (SpecialFunctions.Cos, SpecialFunctions.Cos),
        ["Tan"] = (SpecialFunctions.Tan, SpecialFunctions.Tan),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    public static TheoryData<string> Monotonic => [.. Functions.Keys.Except(["Sin", "Cos", "Tan"])];

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
    [InlineData("Sin")]
    [InlineData("Tan")]
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
    [MemberData(nameof(Monotonic))]
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
