using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

public class TrigonometryTests
{
    private delegate void Kernel<T>(ReadOnlySpan<T> x, Span<T> y);

    private static readonly Dictionary<
        string,
        (Kernel<double> Double, Kernel<float> Float, Func<double, double> Scalar)
    > Functions = new()
    {
        ["Sin"] = (SpecialFunctions.Sin, SpecialFunctions.Sin, Math.Sin),
        ["Cos"] = (SpecialFunctions.Cos, SpecialFunctions.Cos, Math.Cos),
        ["Tan"] = (SpecialFunctions.Tan, SpecialFunctions.Tan, Math.Tan),
    };

    /// <summary>Computed by mpmath with 40 digits, rounded to double.</summary>
    public static readonly TheoryData<string, double, double> References = new()
    {
        { "Sin", 1e-18, 1e-18 },
        { "Sin", -1e-10, -1e-10 },
        { "Sin", 1e-05, 9.999999999833334e-06 },
        { "Sin", -0.3, -0.29552020666133955 },
        { "Sin", 0.785, 0.706825181105366 },
        { "Sin", 1.5707963267948966, 1.0 },
        { "Sin", -3.141592653589793, -1.2246467991473532e-16 },
        { "Sin", 7.5, 0.9379999767747389 },
        { "Sin", 1000.5, 0.9952739571052135 },
        { "Sin", -123456.75, 0.9999194125227623 },
        { "Sin", 999999.9, -0.4417641579026114 },
        { "Sin", 1000000000000000.0, 0.8582727931702359 },
        { "Cos", 1e-18, 1.0 },
        { "Cos", -1e-10, 1.0 },
        { "Cos", 1e-05, 0.99999999995 },
        { "Cos", -0.3, 0.955336489125606 },
        { "Cos", 0.785, 0.7073882691671998 },
        { "Cos", 1.5707963267948966, 6.123233995736766e-17 },
        { "Cos", -3.141592653589793, -1.0 },
        { "Cos", 7.5, 0.3466353178350258 },
        { "Cos", 1000.5, 0.09710690144438526 },
        { "Cos", -123456.75, 0.01269521406412672 },
        { "Cos", 999999.9, 0.8971312216128678 },
        { "Cos", 1000000000000000.0, -0.5131937377869703 },
        { "Tan", 1e-18, 1e-18 },
        { "Tan", -1e-10, -1e-10 },
        { "Tan", 1e-05, 1.0000000000333334e-05 },
        { "Tan", -0.3, -0.30933624960962325 },
        { "Tan", 0.785, 0.9992039901050427 },
        { "Tan", 1.5707963267948966, 1.633123935319537e+16 },
        { "Tan", -3.141592653589793, 1.2246467991473532e-16 },
        { "Tan", 7.5, 2.706013866772691 },
        { "Tan", 1000.5, 10.249260786837313 },
        { "Tan", -123456.75, 78.76349366555914 },
        { "Tan", 999999.9, -0.4924186643603878 },
        { "Tan", 1000000000000000.0, -1.672414782127583 },
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(References))]
    public void Values_agree_with_forty_digit_references(string name, double x, double expected)
    {
        var y = new double[1];
        Functions[name].Double([x], y);
        AssertClose(expected, y[0], 4 * Math.ScaleB(1, -52), $"{name}({x:R})");
    }

    // To the ends of the quarters and of the range that is computed by vectors, and beyond.
    [Theory]
    [MemberData(nameof(Names))]
    public void All_quarters_agree_with_the_scalar_functions(string name)
    {
        var (kernel, single, scalar) = Functions[name];
        var units = name == "Tan" ? 4 : 3;
        double[] x =
        [
            .. Enumerable.Range(-4000, 8001).Select(i => i * (Math.PI / 64)),
            .. Enumerable.Range(-4000, 8001).Select(i => i * 260.7),
            .. Enumerable.Range(-4000, 8001).Select(i => i * 2.1),
        ];
        var y = new double[x.Length];
        kernel(x, y);
        for (var i = 0; i < x.Length; i++)
        {
            AssertClose(scalar(x[i]), y[i], units * Math.ScaleB(1, -52), $"{name}({x[i]:R})");
        }
        var floats = Array.ConvertAll(x, v => (float)v);
        var z = new float[x.Length];
        single(floats, z);
        for (var i = 0; i < x.Length; i++)
        {
            AssertClose(
                scalar(floats[i]),
                z[i],
                units * Math.ScaleB(1, -23),
                $"{name}({floats[i]:R})"
            );
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_no_angle_gives_NaN(string name)
    {
        foreach (var x in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            var (y, z) = (new double[9], new float[9]);
            Functions[name].Double([1, 1, x, 1, 1, 1, 1, 1, x], y);
            Functions[name].Float([1, 1, (float)x, 1, 1, 1, 1, 1, (float)x], z);
            for (var i = 0; i < 9; i++)
            {
                Assert.Equal(i is 2 or 8, double.IsNaN(y[i]));
                Assert.Equal(i is 2 or 8, float.IsNaN(z[i]));
            }
        }
    }

    [Theory]
    [InlineData("Sin")]
    [InlineData("Tan")]
    public void Zero_keeps_its_sign_and_the_smallest_number_is_returned(string name)
    {
        double[] x = [0.0, -0.0, double.Epsilon, -double.Epsilon];
        var y = new double[4];
        Functions[name].Double(x, y);
        Assert.Equal(Array.ConvertAll(x, Bits), Array.ConvertAll(y, Bits));

        static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_length_and_in_place_give_the_same_values(string name)
    {
        for (var length = 0; length < 40; length++)
        {
            // Every fifth angle is too large for vectors.
            var x = Enumerable
                .Range(0, length)
                .Select(i => i % 5 == 3 ? 1e7 + i : i - 9.5)
                .ToArray();
            var expected = Array.ConvertAll(
                x,
                value =>
                {
                    var y = new double[1];
                    Functions[name].Double([value], y);
                    return y[0];
                }
            );
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
    }

    private static void AssertClose(double expected, double actual, double relative, string what) =>
        Assert.True(
            Math.Abs(actual - expected) <= relative * Math.Abs(expected),
            $"{what} = {actual:R}, expected {expected:R}"
        );
}
