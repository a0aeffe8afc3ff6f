namespace TinyAutograd.Tests.Metrics;

public class PerplexityTests
{
    [Fact]
    public void Of_V_equally_likely_classes_it_is_V()
    {
        var perplexity = new Perplexity();
        var loss = Variable.Zeros<double>([5, 27]).CrossEntropy(Indices.Of(0, 3, 26, 7, 7));
        perplexity.Add(loss.Item(), 5);
        Assert.Equal(27, perplexity.Value, 27 * 8 * Math.Pow(2, -53)); // a logarithm, four sums and an exponential
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(30)]
    public void The_size_of_the_batches_changes_rounding_only(int size)
    {
        var logits = Variable.Normal<double>([30, 5], new RandomGenerator(1));
        var targets = Indices.Of([.. Enumerable.Range(0, 30).Select(i => i % 5)]);
        var perplexity = new Perplexity();
        foreach (var rows in new Batches(30, size, seed: 2).Epoch(0))
        {
            var loss = logits.SelectRows(rows).CrossEntropy(targets.SelectRows(rows));
            perplexity.Add(loss.Item(), rows.Length);
        }
        var sum = 0.0;
        for (var i = 0; i < 30; i++)
        {
            var row = logits.AsSpan().Slice(5 * i, 5).ToArray();
            sum += Math.Log(row.Sum(Math.Exp)) - row[i % 5];
        }
        Assert.Equal(30, perplexity.PredictionCount);
        // sums of 30 losses below 8, each of about ten roundings
        Assert.Equal(sum / 30, perplexity.MeanLoss, 40 * 8 * Math.Pow(2, -53));
        Assert.Equal(Math.Exp(perplexity.MeanLoss), perplexity.Value);
    }

    [Fact]
    public void Nothing_is_NaN_and_a_batch_of_nothing_changes_nothing()
    {
        var perplexity = new Perplexity();
        Assert.True(double.IsNaN(perplexity.Value));
        perplexity.Add(1, 2);
        perplexity.Add(double.NaN, 0);
        Assert.Equal(Math.E, perplexity.Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => perplexity.Add(1, -1));
    }
}
