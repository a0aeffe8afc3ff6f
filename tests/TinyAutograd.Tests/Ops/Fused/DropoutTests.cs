namespace TinyAutograd.Tests.Ops.Fused;

public class DropoutTests
{
    [Fact]
    public void What_is_dropped_is_zero_even_if_it_was_not_a_number()
    {
        var x = Variable.Of([1.0, double.NaN, double.PositiveInfinity, 4.0]);
        var keep = Mask.Of(true, false, false, true);
        Assert.Equal([2.0, 0, 0, 8], x.Dropout(keep, p: 0.5).ToArray());
    }

    [Fact]
    public void A_share_of_p_is_dropped_and_the_mean_is_kept()
    {
        const int n = 100_000;
        var y = Variable.Ones<double>([n]).Dropout(p: 0.3, new RandomGenerator(1)).ToArray();
        var dropped = y.Count(value => value == 0);
        // Four standard deviations of a binomial count.
        Assert.InRange(
            dropped,
            0.3 * n - 4 * Math.Sqrt(0.21 * n),
            0.3 * n + 4 * Math.Sqrt(0.21 * n)
        );
        Assert.All(y, value => Assert.True(value == 0 || value == 1 / (1 - 0.3)));
    }

    // p = w / 2³² drops the words below w: the word w itself is kept.
    [Fact]
    public void The_word_at_the_threshold_is_kept()
    {
        var p = new RandomGenerator(7).NextUInt32() / Math.Pow(2, 32);
        Assert.Equal(
            1 / (1 - p),
            Variable.Ones<double>([]).Dropout(p, new RandomGenerator(7)).Item()
        );
    }

    [Fact]
    public void A_refused_probability_draws_nothing()
    {
        var random = new RandomGenerator(7);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Variable.Ones<double>([3]).Dropout(1, random)
        );
        Assert.Equal(0UL, random.State.Position);
    }

    [Fact]
    public void The_generator_decides_and_moves_on()
    {
        var x = Variable.Ones<double>([1000]);
        var random = new RandomGenerator(7);
        var first = x.Dropout(0.5, random).ToArray();
        var second = x.Dropout(0.5, random).ToArray();
        Assert.NotEqual(first, second);
        Assert.Equal(first, x.Dropout(0.5, new RandomGenerator(7)).ToArray());
    }

    [Fact]
    public void The_gradient_uses_the_mask_of_the_forward_pass()
    {
        using var tape = new Tape<double>();
        var x = Variable.Ones<double>([1000]);
        var y = x.Dropout(0.5, new RandomGenerator(3));
        Assert.Equal(y.ToArray(), tape.Gradient(y.Sum(), x).ToArray());
    }

    [Fact]
    public void Dropping_nothing_gives_the_same_variable_and_draws_nothing()
    {
        var x = Variable.Ones<double>([3]);
        var random = new RandomGenerator(7);
        Assert.Same(x, x.Dropout(0, random));
        Assert.Equal(0UL, random.State.Position);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_probability_outside_the_range_is_refused(double p)
    {
        var x = Variable.Ones<double>([2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Dropout(p, new RandomGenerator(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Dropout(Mask.Of(true, true), p));
    }

    [Fact]
    public void A_mask_of_another_shape_is_refused() =>
        Assert.Contains(
            "(3)",
            Assert
                .Throws<ArgumentException>(() =>
                    Variable.Ones<double>([2]).Dropout(Mask.Of(true, true, true), 0.5)
                )
                .Message,
            StringComparison.Ordinal
        );
}
