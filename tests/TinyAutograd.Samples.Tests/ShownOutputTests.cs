namespace TinyAutograd.Samples.Tests;

public class ShownOutputTests
{
    [Theory]
    [InlineData("loss 2.41", "loss 2.42")] // one unit of the last digit shown
    [InlineData("x = 5.43656365691809", "x = 5.4365636569180905")]
    [InlineData("x = 543.656", "x = 544.2")] // one unit of the third significant digit
    [InlineData("norm 4.9E-5", "norm 5.0E-5")]
    [InlineData("error 1.5E-11", "error 7E-9")] // noise
    [InlineData("  a    b\n\n", "  a b  \r\n")]
    public void Outputs_that_count_as_equal(string shown, string printed) =>
        Assert.Null(ShownOutput.Difference(shown, printed));

    [Theory]
    [InlineData("loss 2.41", "loss 2.43")]
    [InlineData("loss 2.41", "Loss 2.41")]
    [InlineData("loss 2.41", "loss -2.41")]
    [InlineData("x = 543.656", "x = 544.9")]
    [InlineData("norm 4.9E-5", "norm 4.9E-4")]
    [InlineData("error 1.5E-11", "error 2E-6")]
    [InlineData("step 100", "step 101")]
    [InlineData("9 derivatives", "8 derivatives")]
    [InlineData("shape (4, 2)", "shape (2, 4)")]
    [InlineData("10", "10.0")]
    [InlineData("a\nb", "a")]
    [InlineData("a", "a\nb")]
    [InlineData("ab", "a b")]
    public void Outputs_that_differ(string shown, string printed) =>
        Assert.NotNull(ShownOutput.Difference(shown, printed));
}
