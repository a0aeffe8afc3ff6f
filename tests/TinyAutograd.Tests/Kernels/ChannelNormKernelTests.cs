using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

public class ChannelNormKernelTests
{
    // At 2⁴⁹ numbers are 1/8 apart and a sum of 240 of them is rounded to a multiple of 32: what the mean lacks is put back.
    [Fact]
    public void A_large_common_offset_costs_no_digit()
    {
        const double Offset = 1L << 49;
        var shape = ChannelNormShape.Group(2, 6, 40, groups: 1);
        double[] small = [.. Enumerable.Range(0, 480).Select(i => i * i % 11 + i % 3)];
        var expected = Normalized(shape, small);
        var shifted = Normalized(shape, Array.ConvertAll(small, x => x + Offset));
        for (var i = 0; i < small.Length; i++)
        {
            Assert.Equal(expected.Y[i], shifted.Y[i], 1e-12);
        }
        for (var group = 0; group < shape.Groups; group++)
        {
            Assert.Equal(expected.Scale[group], shifted.Scale[group], 1e-12);
            Assert.Equal(expected.Mean[group] + Offset, shifted.Mean[group], 1.0 / 8);
        }
    }

    private static (double[] Y, double[] Mean, double[] Scale) Normalized(
        ChannelNormShape shape,
        double[] x
    )
    {
        var (y, mean, scale) = (
            new double[x.Length],
            new double[shape.Groups],
            new double[shape.Groups]
        );
        ChannelNormKernel.Forward(shape, 1e-5, x, [], [], y, mean, scale);
        return (y, mean, scale);
    }
}
