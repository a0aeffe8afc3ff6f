using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

public class GeluKernelTests
{
    /// <summary>Computed by mpmath with 40 digits: x, tanh form, its derivative, exact form, its derivative.</summary>
    public static readonly TheoryData<double, double, double, double, double> References = new()
    {
        {
            -9.0,
            -1.336459594734876e-28,
            -2.5157352850674315e-27,
            -1.0157295653584566e-18,
            -9.138937373906639e-18
        },
        {
            -5.0,
            -2.291796196629507e-07,
            -1.5463619875325953e-06,
            -1.4332578593959695e-06,
            -7.146946001792295e-06
        },
        {
            -2.5,
            -0.015084266089998582,
            -0.037951576212666184,
            -0.015524163314440337,
            -0.03761108590814521
        },
        {
            -1.0,
            -0.1588080093917233,
            -0.08296408384578255,
            -0.15865525393145705,
            -0.0833154705876863
        },
        {
            -0.3,
            -0.11462907645724076,
            0.26770454836119817,
            -0.1146265733433142,
            0.26767223317289013
        },
        {
            -1e-09,
            -4.999999996010577e-10,
            0.49999999920211546,
            -4.999999996010577e-10,
            0.49999999920211546
        },
        { 1e-300, 5e-301, 0.5, 5e-301, 0.5 },
        { 0.2, 0.11585142978210629, 0.6574581491956996, 0.11585194188782061, 0.6574682482341943 },
        { 0.7, 0.5305701347051167, 0.9763572186561039, 0.5306254434438489, 0.9766141011336599 },
        { 1.2, 1.0617027691378649, 1.1177261347331127, 1.0619163957339501, 1.1179535957581472 },
        { 2.0, 1.954597694087775, 1.0860992566236183, 1.9544997361036416, 1.085231801078197 },
        { 3.7, 3.699728193978608, 1.001156727235788, 3.699601140986134, 1.0014638872675603 },
        { 8.0, 8.0, 1.0, 7.999999999999995, 1.0000000000000397 },
        { 40.0, 40.0, 1.0, 40.0, 1.0 },
    };

    [Theory]
    [MemberData(nameof(References))]
    public void Values_and_derivatives_agree_with_forty_digit_references(
        double x,
        double tanh,
        double dTanh,
        double exact,
        double dExact
    )
    {
        var (y, dx) = (new double[1], new double[1]);
        GeluKernel.Tanh<double>([x], y);
        GeluKernel.TanhBackward<double>([x], [2.0], dx);
        Close(tanh, y[0], 2e-14);
        Close(2 * dTanh, dx[0], 2e-14);
        GeluKernel.Exact<double>([x], y);
        GeluKernel.ExactBackward<double>([x], [2.0], dx);
        Close(exact, y[0], 2e-14);
        Close(2 * dExact, dx[0], 2e-14);

        var (z, dz) = (new float[1], new float[1]);
        GeluKernel.Tanh<float>([(float)x], z);
        GeluKernel.TanhBackward<float>([(float)x], [2f], dz);
        Close(tanh, z[0], 1e-5);
        Close(2 * dTanh, dz[0], 1e-5);
        GeluKernel.Exact<float>([(float)x], z);
        GeluKernel.ExactBackward<float>([(float)x], [2f], dz);
        Close(exact, z[0], 1e-5);
        Close(2 * dExact, dz[0], 1e-5);
    }

    [Fact]
    public void Every_length_gives_the_values_of_single_elements()
    {
        for (var length = 0; length < 50; length++)
        {
            var x = new Numbers(length).Array<float>(length, 4);
            var dy = new Numbers(length + 1).Array<float>(length);
            var (y, dx, one) = (new float[length], dy.ToArray(), new float[1]);
            GeluKernel.Tanh<float>(x, y);
            GeluKernel.TanhBackward<float>(x, dx, dx);
            for (var i = 0; i < length; i++)
            {
                GeluKernel.Tanh<float>([x[i]], one);
                Assert.Equal(one[0], y[i]);
                GeluKernel.TanhBackward<float>([x[i]], [dy[i]], one);
                Assert.Equal(one[0], dx[i]);
            }
        }
    }

    [Fact]
    public void Ends_of_the_range_are_the_limits_and_NaN_stays_NaN()
    {
        var x = new[] { 1e30, -1e30, double.PositiveInfinity, double.NaN };
        var y = new double[4];
        foreach (
            var forward in new Action[]
            {
                () => GeluKernel.Tanh<double>(x, y),
                () => GeluKernel.Exact<double>(x, y),
            }
        )
        {
            forward();
            Assert.Equal([1e30, 0, double.PositiveInfinity, double.NaN], y);
        }
        var ones = new double[] { 1, 1, 1, 1 };
        GeluKernel.TanhBackward<double>(x, ones, y);
        Assert.Equal([1, 0, 1, double.NaN], y);
        GeluKernel.ExactBackward<double>(x, ones, y);
        Assert.Equal([1, 0, 1, double.NaN], y);
    }

    [Fact]
    public void Different_lengths_are_refused_and_named()
    {
        var e = Assert.Throws<ArgumentException>(() =>
            GeluKernel.TanhBackward<float>(new float[3], new float[3], new float[2])
        );
        Assert.Contains(
            "TanhBackward: dx has 2 elements, expected 3",
            e.Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => GeluKernel.Exact<float>(new float[3], new float[2]));
    }

    private static void Close(double expected, double actual, double tolerance)
    {
        // Float rounds x itself and cannot hold what is below its smallest number.
        var error = Math.Abs(actual - expected);
        Assert.True(
            error <= tolerance * Math.Abs(expected) || (tolerance > 1e-7 && error < 1e-7),
            $"{actual:R}, expected {expected:R}"
        );
    }
}
