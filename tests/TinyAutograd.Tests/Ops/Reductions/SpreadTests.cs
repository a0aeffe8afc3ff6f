namespace TinyAutograd.Tests.Ops.Reductions;

public class SpreadTests
{
    // The variance is corrected by what the differences sum to, which rounding may leave a little below 0.
    [Fact]
    public void The_variance_of_equal_numbers_is_never_negative()
    {
        for (var n = 2; n < 200; n++)
        {
            foreach (var value in new[] { 0.1, 1.0 / 3, 1e8 / 7, -0.7 })
            {
                var equal = Variable.Of(Enumerable.Repeat(value, n).ToArray());
                Assert.InRange(equal.Var().Item(), 0, 1e-30 * value * value);
            }
        }
    }

    // The largest is taken out before the exponential, whichever axes are joined.
    [Fact]
    public void Sums_of_large_exponentials_do_not_overflow_along_any_axis()
    {
        var x = Variable.Of<double>([
            [1000, -1000],
            [1000, -1000],
        ]);
        var ln2 = Math.Log(2);
        Assert.Equal([1000 + ln2, -1000 + ln2], x.LogSumExp(0).ToArray());
        Assert.Equal([1000, 1000], x.LogSumExp(1).ToArray());
        Assert.Equal(1000 + ln2, x.LogSumExp().Item());
    }
}
