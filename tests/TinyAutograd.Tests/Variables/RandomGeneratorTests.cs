namespace TinyAutograd.Tests.Variables;

public class RandomGeneratorTests
{
    [Fact]
    public void Philox_gives_the_published_numbers()
    {
        // Known answers of Philox 4x32-10 (Salmon et al. 2011): counter and key all zeros; all ones.
        Assert.Equal(
            [0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u],
            Draw(new RandomGenerator(0), 4)
        );
        var ones = new RandomGenerator(new RandomState(ulong.MaxValue, ulong.MaxValue, 0));
        Assert.NotEqual(Draw(new RandomGenerator(-1), 4), Draw(ones, 4));
    }

    [Fact]
    public void A_restored_state_continues_the_sequence()
    {
        var random = new RandomGenerator(5);
        Draw(random, 7);
        var state = random.State;
        var expected = Draw(random, 9);
        Assert.Equal(expected, Draw(new RandomGenerator(state), 9));
        random.State = state;
        Assert.Equal(expected, Draw(random, 9));
    }

    [Fact]
    public void Forks_are_different_and_repeatable()
    {
        var random = new RandomGenerator(5);
        Assert.Equal(Draw(random.Fork(1), 4), Draw(random.Fork(1), 4));
        Assert.NotEqual(Draw(random.Fork(1), 4), Draw(random.Fork(2), 4));
        Assert.NotEqual(Draw(random.Fork(0), 4), Draw(new RandomGenerator(5), 4));
    }

    [Fact]
    public void Integers_below_a_bound_are_uniform()
    {
        const int Count = 60_000;
        var random = new RandomGenerator(3);
        var counts = new int[6];
        for (var i = 0; i < Count; i++)
        {
            counts[random.NextInt32(6)]++;
        }
        var chiSquare = counts.Sum(count => Math.Pow(count - Count / 6.0, 2) / (Count / 6.0));
        Assert.InRange(chiSquare, 0, 20.5); // 0.999 quantile with 5 degrees of freedom
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt32(0));
    }

    [Fact]
    public void A_shuffle_keeps_all_items()
    {
        int[] items = [.. Enumerable.Range(0, 100)];
        new RandomGenerator(3).Shuffle(items.AsSpan());
        Assert.NotEqual(Enumerable.Range(0, 100), items);
        Assert.Equal(Enumerable.Range(0, 100), items.Order());
    }

    private static uint[] Draw(RandomGenerator random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextUInt32())];
}
