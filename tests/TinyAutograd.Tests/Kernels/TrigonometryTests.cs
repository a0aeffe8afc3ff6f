using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <summary>Angles that are computed by vectors, those that are too large for that, and both side by side.</summary>
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

    public static TheoryData<string> Names => [.. Functions.Keys];

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

    private static void AssertClose(double expected, double actual, double relative, string what) =>
        Assert.True(
            Math.Abs(actual - expected) <= relative * Math.Abs(expected),
            $"{what} = {actual:R}, expected {expected:R}"
        );
}
