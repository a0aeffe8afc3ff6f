namespace TinyAutograd.Transformer.Tests.Inspection;

public class DotProductVarianceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(256)]
    public void The_variance_of_a_dot_product_is_its_length_and_1_when_scaled(int size)
    {
        const int Count = 4_000;
        var measured = DotProductVariance.Measure(size, Count, seed: 1);
        // A product of two normals has excess kurtosis 6, a sum of D of them 6/D; so the relative standard error is √((2 + 6/D)/n).
        var error = 5 * Math.Sqrt((2 + 6.0 / size) / Count);
        Assert.InRange(measured.Variance, size * (1 - error), size * (1 + error));
        Assert.Equal(measured.Variance / size, measured.ScaledVariance, precision: 10);
        Assert.Equal((size, Count), (measured.Size, measured.SampleCount));
    }

    [Fact]
    public void The_seed_decides_and_impossible_sizes_are_refused()
    {
        var first = DotProductVariance.Measure(8, 100, seed: 1);
        Assert.Equal(first, DotProductVariance.Measure(8, 100, seed: 1));
        Assert.NotEqual(first, DotProductVariance.Measure(8, 100, seed: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => DotProductVariance.Measure(0, 100, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DotProductVariance.Measure(8, 1, 1));
    }
}
