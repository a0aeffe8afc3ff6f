namespace TinyAutograd.Tests.Metrics;

public class ConfusionMatrixTests
{
    [Fact]
    public void Cells_and_shares_are_those_of_a_loop()
    {
        const int ClassCount = 4;
        var random = new RandomGenerator(1);
        var actual = Enumerable.Range(0, 200).Select(_ => random.NextInt32(ClassCount)).ToArray();
        var predicted = Array.ConvertAll(
            actual,
            c => random.NextDouble() < 0.6 ? c : random.NextInt32(ClassCount)
        );
        var matrix = new ConfusionMatrix(ClassCount);
        matrix.Add(predicted.AsSpan()[..70], actual.AsSpan()[..70]); // in two batches
        matrix.Add(predicted.AsSpan()[70..], actual.AsSpan()[70..]);
        var pairs = actual.Zip(predicted).ToArray();
        for (var c = 0; c < ClassCount; c++)
        {
            for (var p = 0; p < ClassCount; p++)
            {
                Assert.Equal(pairs.Count(pair => pair == (c, p)), matrix[c, p]);
            }
            double both = pairs.Count(pair => pair == (c, c));
            var precision = both / predicted.Count(p => p == c);
            var recall = both / actual.Count(a => a == c);
            Assert.Equal(precision, matrix.Precision(c));
            Assert.Equal(recall, matrix.Recall(c));
            Assert.Equal(2 * precision * recall / (precision + recall), matrix.F1(c), 1e-15);
        }
        Assert.Equal(200, matrix.ExampleCount);
        Assert.Equal(Accuracy.Of(predicted, actual), matrix.Accuracy);
    }

    [Fact]
    public void As_a_table()
    {
        var matrix = new ConfusionMatrix(3, ["cat", "dog", "yak"]);
        matrix.Add([0, 0, 1, 1, 0], [0, 0, 0, 1, 1]);
        Assert.Equal(
            """
            true \ predicted  cat  dog  yak  precision  recall     F1
            cat                 2    1    0      0.667   0.667  0.667
            dog                 1    1    0      0.500   0.500  0.500
            yak                 0    0    0          –       –      –
            accuracy 0.600 of 5 examples

            """,
            matrix.ToString()
        );
    }

    [Fact]
    public void A_share_of_nothing_is_NaN_and_a_class_never_found_has_F1_of_0()
    {
        var matrix = new ConfusionMatrix(2);
        Assert.True(double.IsNaN(matrix.Accuracy));
        matrix.Add([0], [1]);
        Assert.Equal((0.0, 0.0, 0.0), (matrix.Precision(0), matrix.Recall(1), matrix.F1(0)));
        Assert.True(double.IsNaN(matrix.Precision(1)) && double.IsNaN(matrix.Recall(0)));
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_nothing_is_added()
    {
        var matrix = new ConfusionMatrix(2);
        Assert.Throws<ArgumentException>(() => matrix.Add([0], [0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add([0, 1], [0, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add([0, -1], [0, 1]));
        Assert.Equal(0, matrix.ExampleCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(65_536)); // whose square is 0 in 32 bits
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(2, ["one"]));
    }
}
