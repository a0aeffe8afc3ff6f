namespace TinyAutograd.Tests.Metrics;

public class AccuracyTests
{
    private static readonly Variable<double> Scores = Variable.Normal<double>(
        [40, 6],
        new RandomGenerator(1)
    );

    private static readonly Indices Classes = Indices.Of([
        .. Enumerable.Range(0, 40).Select(i => i * 7 % 6),
    ]);

    [Fact]
    public void It_is_the_share_of_the_largest_scores_that_are_right()
    {
        var right = Enumerable
            .Range(0, 40)
            .Count(i =>
            {
                var row = Scores.AsSpan().Slice(6 * i, 6).ToArray();
                return Array.IndexOf(row, row.Max()) == Classes[i];
            });
        Assert.Equal(right / 40.0, Accuracy.Of(Scores, Classes));
        Assert.Equal(right / 40.0, Accuracy.Of(Scores.ArgMax(-1).AsSpan(), Classes.AsSpan()));
        Assert.Equal(right / 40.0, Accuracy.Of(Scores.Reshape([5, 8, 6]), Classes.Reshape([5, 8])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(6)]
    public void Top_k_counts_the_classes_that_a_sort_puts_among_the_first_k(int k)
    {
        var right = Enumerable
            .Range(0, 40)
            .Count(i =>
                Enumerable
                    .Range(0, 6)
                    .OrderByDescending(c => Scores.AsSpan()[6 * i + c])
                    .Take(k)
                    .Contains(Classes[i])
            );
        Assert.Equal(right / 40.0, Accuracy.TopK(Scores, Classes, k));
        Assert.Equal(k == 6, Accuracy.TopK(Scores, Classes, k) == 1);
    }

    [Fact]
    public void The_order_of_the_examples_does_not_matter()
    {
        var order = Batches.Order(40, seed: 2, epoch: 0);
        Assert.Equal(
            Accuracy.TopK(Scores, Classes, 2),
            Accuracy.TopK(Scores.SelectRows(order), Classes.SelectRows(order), 2)
        );
    }

    [Fact]
    public void Of_equal_scores_the_lower_class_comes_first_as_in_ArgMax()
    {
        var ties = Variable.Of<float>([
            [1, 3, 3, 0],
            [1, 3, 3, 0],
            [1, 1, 1, 1],
        ]);
        Assert.Equal([1, 1, 0], ties.ArgMax(-1).ToArray());
        Assert.Equal(2.0 / 3, Accuracy.Of(ties, Indices.Of(1, 2, 0)));
        Assert.Equal(1, Accuracy.TopK(ties, Indices.Of(1, 2, 1), 2));
        Assert.Equal(0, Accuracy.TopK(ties, Indices.Of(3, 0, 2), 2));
    }

    [Fact]
    public void An_example_with_NaN_is_wrong_even_among_all()
    {
        var scores = Variable.Of<float>([
            [float.NaN, 1],
            [0, 1],
        ]);
        Assert.Equal(0.5, Accuracy.TopK(scores, Indices.Of(1, 1), 2));
        Assert.Equal(0.5, Accuracy.Of(scores, Indices.Of(0, 1)));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Accuracy.Of([], []));
        Assert.Throws<ArgumentException>(() => Accuracy.Of([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => Accuracy.Of(Scores, Indices.Of(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Accuracy.TopK(Scores, Classes, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Accuracy.TopK(Scores, Classes, 7));
        var error = Assert.Throws<ArgumentException>(() =>
            Accuracy.Of(Variable.Zeros<float>([2, 3]), Indices.Of(0, 3))
        );
        Assert.Contains(
            "class 3 at position 1 is not in [0, 3)",
            error.Message,
            StringComparison.Ordinal
        );
    }
}
