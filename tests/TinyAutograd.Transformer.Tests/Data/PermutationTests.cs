namespace TinyAutograd.Transformer.Tests.Data;

public class PermutationTests
{
    [Fact]
    public void Every_number_stands_at_one_place()
    {
        foreach (
            var count in (int[])[1, 2, 3, 4, 5, 7, 15, 16, 17, 100, 255, 256, 257, 1_000, 4_097]
        )
        {
            var order = Order(count, seed: count);
            Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), order.Order());
        }
    }

    [Fact]
    public void The_seed_decides_the_order()
    {
        Assert.Equal(Order(1_000, 1), Order(1_000, 1));
        var fixedPoints = Order(1_000, 1)
            .Zip(Order(1_000, 2))
            .Count(pair => pair.First == pair.Second);
        Assert.InRange(fixedPoints, 0, 10); // 1 is expected
    }

    [Fact]
    public void Each_number_comes_to_each_place_equally_often()
    {
        const int Count = 12;
        const int Draws = 12_000;
        var seen = new int[Count, Count];
        for (var seed = 0; seed < Draws; seed++)
        {
            var order = Order(Count, seed);
            for (var place = 0; place < Count; place++)
            {
                seen[place, order[place]]++;
            }
        }
        // χ² with (12 − 1)² = 121 degrees of freedom: mean 121, standard deviation 15.6
        const double Expected = (double)Draws / Count;
        var statistic = seen.Cast<int>().Sum(n => (n - Expected) * (n - Expected) / Expected);
        Assert.InRange(statistic, 121 - 5 * 15.6, 121 + 5 * 15.6);
    }

    [Fact]
    public void A_huge_order_takes_no_memory_and_stays_in_its_range()
    {
        const long Count = 3_000_000_000_000;
        var permutation = new Permutation(Count, new RandomGenerator(1));
        var places = Enumerable.Range(0, 2_000).Select(i => permutation[Count - 1 - i]).ToArray();
        Assert.All(places, place => Assert.InRange(place, 0, Count - 1));
        Assert.Equal(places.Length, places.Distinct().Count());
        Assert.InRange(places.Average() / Count, 0.45, 0.55);
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation[Count]);
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation[-1]);
    }

    private static long[] Order(int count, long seed)
    {
        var permutation = new Permutation(count, new RandomGenerator(seed));
        return [.. Enumerable.Range(0, count).Select(place => permutation[place])];
    }
}
