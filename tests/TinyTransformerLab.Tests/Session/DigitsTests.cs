namespace TinyTransformerLab.Tests;

public sealed class DigitsTests
{
    [Theory]
    [InlineData(2.00849, "2.008")]
    [InlineData(-0.0001, "0.000")]
    [InlineData(1234.5678, "1,234.568")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Losses_have_three_decimals(double value, string expected) =>
        Assert.Equal(expected, Digits.Loss(value));

    [Theory]
    [InlineData(0.123, "+0.12")]
    [InlineData(-0.123, "−0.12")]
    [InlineData(0, "+0.00")]
    [InlineData(-0.001, "+0.00")]
    [InlineData(-0.0051, "−0.01")]
    public void Contributions_have_a_sign(double value, string expected) =>
        Assert.Equal(expected, Digits.Signed(value));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(2.96e-8, "3.0e-08")]
    [InlineData(0.5, "5.0e-01")]
    public void Differences_are_powers_of_ten(double value, string expected) =>
        Assert.Equal(expected, Digits.Difference(value));

    [Fact]
    public void Counts_and_ratios_have_thousands_separators()
    {
        Assert.Equal("124,439,808", Digits.Count(124_439_808));
        Assert.Equal("×4,635", Digits.Times(4_635.0));
        Assert.Equal("×6.0", Digits.Times(6));
    }
}
