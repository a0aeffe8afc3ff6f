namespace TinyAutograd.Tests.Ops.Convolution;

public class ResamplingTests
{
    // Of the size it has already, each pixel is itself alone: 0 · ∞ of its neighbour would be NaN.
    [Fact]
    public void A_neighbour_without_a_share_has_no_effect_not_even_an_infinite_one()
    {
        double[] pixels = [1, double.PositiveInfinity, 2, double.NaN, 3, 4];
        var x = Variable.Of<double>(pixels, Shape.Of(1, 1, 2, 3));
        Assert.Equal(pixels, x.UpsampleBilinear2d(new HeightWidth(2, 3)).ToArray());
    }
}
