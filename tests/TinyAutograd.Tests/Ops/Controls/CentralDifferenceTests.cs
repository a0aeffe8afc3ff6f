namespace TinyAutograd.Tests.Ops;

/// <summary>The numeric derivative knows what it is worth.</summary>
public class CentralDifferenceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(0.005)] // less than the slopes of the other terms, as where a small upstream gradient meets the kink
    [InlineData(0.0001)]
    public void A_kink_at_the_point_or_near_it_is_no_judge(double jump)
    {
        foreach (var at in new[] { 0, 0.0003, -0.0003, 0.0015 })
        {
            var difference = CentralDifference.Of(
                t => [Math.Sin(t) + jump * Math.Max(t - at, 0)],
                1
            )[0];
            Assert.False(
                difference.IsUsable && !difference.Agrees(at < 0 ? 1 + jump : 1),
                $"at {at}: {difference}"
            );
            Assert.False(difference.IsUsable && at == 0, $"at {at}: {difference}");
        }
    }

    [Fact]
    public void A_strong_bend_is_a_judge()
    {
        var exponential = CentralDifference.Of(t => [Math.Exp(5 * (1 + t))], Math.Exp(5))[0];
        Assert.True(exponential.IsUsable);
        Assert.True(exponential.Agrees(5 * Math.Exp(5)));
        Assert.False(exponential.Agrees(5.000001 * Math.Exp(5)));

        var reciprocal = CentralDifference.Of(t => [1 / (0.3 + t)], 1 / 0.3)[0];
        Assert.True(reciprocal.IsUsable);
        Assert.True(reciprocal.Agrees(-1 / 0.09));
        Assert.False(reciprocal.Agrees(-1.000001 / 0.09));
    }
}
