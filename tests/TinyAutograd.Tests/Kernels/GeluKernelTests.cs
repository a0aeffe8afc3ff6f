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
        var (y, slope) = (new double[1], new double[1]);
        GeluKernel.Tanh<double>([x], y, slope);
        Close(tanh, y[0], 2e-14);
        Close(dTanh, slope[0], 2e-14);
        GeluKernel.Exact<double>([x], y, slope);
        Close(exact, y[0], 2e-14);
        Close(dExact, slope[0], 2e-14);

        var (z, slopeOfZ) = (new float[1], new float[1]);
        GeluKernel.Tanh<float>([(float)x], z, slopeOfZ);
        Close(tanh, z[0], 1e-5);
        Close(dTanh, slopeOfZ[0], 1e-5);
        GeluKernel.Exact<float>([(float)x], z, slopeOfZ);
        Close(exact, z[0], 1e-5);
        Close(dExact, slopeOfZ[0], 1e-5);
    }

    [Fact]
    public void Every_length_gives_the_values_of_single_elements_with_slopes_and_without()
    {
        for (var length = 0; length < 50; length++)
        {
            var x = new Numbers(length).Array<float>(length, 4);
            var (y, slope, alone) = (new float[length], new float[length], x.ToArray());
            var (one, slopeOfOne) = (new float[1], new float[1]);
            GeluKernel.Tanh<float>(x, y, slope);
            GeluKernel.Tanh<float>(alone, alone, default);
            Assert.Equal(alone, y);
            for (var i = 0; i < length; i++)
            {
                GeluKernel.Tanh<float>([x[i]], one, slopeOfOne);
                Assert.Equal(one[0], y[i]);
                Assert.Equal(slopeOfOne[0], slope[i]);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ends_of_the_range_are_the_limits_and_NaN_stays_NaN(bool isExact)
    {
        var x = new[] { 1e30, -1e30, double.PositiveInfinity, double.NaN };
        var (y, slope) = (new double[4], new double[4]);
        if (isExact)
        {
            GeluKernel.Exact<double>(x, y, slope);
        }
        else
        {
            GeluKernel.Tanh<double>(x, y, slope);
        }
        Assert.Equal([1e30, 0, double.PositiveInfinity, double.NaN], y);
        Assert.Equal([1, 0, 1, double.NaN], slope);
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
