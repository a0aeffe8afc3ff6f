namespace TinyAutograd.Tests.Data;

public class DataSplitTests
{
    [Theory]
    [InlineData(2, 0.5, 1)]
    [InlineData(10, 0.25, 3)] // 2.5 is rounded away from 0
    [InlineData(100, 0.29, 29)]
    [InlineData(1_001, 0.2, 200)]
    public void A_random_split_is_a_partition(int count, double share, int testCount)
    {
        var split = DataSplit.Random(count, share, seed: 1);
        AssertPartition(split, count, testCount);
        Assert.Equal(split.Test.ToArray(), DataSplit.Random(count, share, seed: 1).Test.ToArray());
        if (count > 10)
        {
            Assert.NotEqual(
                split.Test.ToArray(),
                DataSplit.Random(count, share, seed: 2).Test.ToArray()
            );
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(0.77)]
    public void A_stratified_split_is_a_partition_with_each_class_in_its_share(double share)
    {
        // classes of 40, 13, 7 and 1 examples
        int[] classes =
        [
            .. Enumerable.Repeat(0, 40),
            .. Enumerable.Repeat(5, 13),
            .. Enumerable.Repeat(2, 7),
            9,
        ];
        new RandomGenerator(3).Shuffle(classes.AsSpan());
        var split = DataSplit.Stratified(Indices.Of(classes), share, seed: 4);
        AssertPartition(split, 61, (int)Math.Round(61 * share, MidpointRounding.AwayFromZero));
        foreach (var c in classes.Distinct())
        {
            var quota = classes.Count(other => other == c) * share;
            var tested = split.Test.ToArray().Count(example => classes[example] == c);
            Assert.InRange(tested, Math.Floor(quota), Math.Ceiling(quota));
        }
    }

    [Fact]
    public void Every_example_is_tested_on_as_often_as_another()
    {
        const int Seeds = 2_000;
        var counts = new int[10];
        for (var seed = 0; seed < Seeds; seed++)
        {
            foreach (var example in DataSplit.Random(10, 0.3, seed).Test.ToArray())
            {
                counts[example]++;
            }
        }
        // binomial: mean 600, standard deviation √(2000·0.3·0.7) = 20.5; five of them
        Assert.All(counts, count => Assert.InRange(count, 600 - 103, 600 + 103));
    }

    [Fact]
    public void What_leaves_a_part_empty_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DataSplit.Random(10, 0, seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataSplit.Random(10, 1, seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataSplit.Random(10, double.NaN, seed: 1));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            DataSplit.Random(10, 0.01, seed: 1)
        );
        Assert.Contains(
            "a share of 0.01 of 10 examples is 0",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() =>
            DataSplit.Stratified(Indices.Arange(4).Reshape([2, 2]), 0.5, seed: 1)
        );
    }

    private static void AssertPartition(DataSplit split, int count, int testCount)
    {
        Assert.Equal(testCount, split.Test.Length);
        Assert.Equal(
            Enumerable.Range(0, count),
            split.Training.ToArray().Concat(split.Test.ToArray()).Order()
        );
        Assert.Equal(split.Training.ToArray().Order(), split.Training.ToArray());
        Assert.Equal(split.Test.ToArray().Order(), split.Test.ToArray());
    }
}
