namespace TinyTransformerLab.Tests.Page;

/// <summary>The colours of numbers can be read and ordered.</summary>
public class ColorScaleTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Text_on_every_colour_has_a_contrast_of_at_least_four_and_a_half(bool isDark) =>
        Assert.All(
            ColorScale.Colors(isDark),
            entry => Assert.True(entry.Color.InkContrast >= 4.5, entry.Class)
        );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void More_probability_is_never_lighter_on_paper_and_never_darker_at_night(bool isDark)
    {
        var luminances = ColorScale
            .Colors(isDark)
            .Where(entry => entry.Class[0] == 'p')
            .Select(entry => isDark ? entry.Color.Luminance : -entry.Color.Luminance)
            .ToArray();
        Assert.Equal(ColorScale.Steps + 1, luminances.Length);
        Assert.All(
            luminances.Zip(luminances.Skip(1)),
            pair => Assert.True(pair.First < pair.Second)
        );
    }

    [Theory]
    [InlineData(0, "p0")]
    [InlineData(0.49, "p10")]
    [InlineData(1, "p20")]
    public void A_probability_has_its_step(double probability, string name) =>
        Assert.Equal(name, ColorScale.Of(probability));

    [Theory]
    [InlineData(-2, "g0")]
    [InlineData(0, "g8")]
    [InlineData(1, "g12")]
    [InlineData(2, "g16")]
    public void A_signed_number_has_its_side(double value, string name) =>
        Assert.Equal(name, ColorScale.OfSigned(value, 2));
}
