namespace TinyAutograd.Tests.Data;

public class FeatureScalingTests
{
    private const int Examples = 50;

    // four features of different sizes
    private static readonly Variable<double> X =
        Variable.Normal<double>([Examples, 4], new RandomGenerator(1))
            * Variable.Of<double>([1.0, 1e-3, 100, 5])
        + Variable.Of<double>([0.0, 1, -3_000, 7]);

    [Fact]
    public void Standardised_features_have_mean_0_and_deviation_1()
    {
        var scaling = FeatureScaling.Standardize(X);
        var y = scaling.Apply(X);
        for (var k = 0; k < 4; k++)
        {
            var column = Column(y, k);
            var size = Column(X, k).Max(Math.Abs) / scaling.Scale.AsSpan()[k];
            // the mean of N numbers and each difference from it are off by at most N roundings of the largest
            var allowed = (Examples + 4) * size * Math.Pow(2, -53);
            Assert.Equal(0, column.Average(), allowed);
            Assert.Equal(1, Math.Sqrt(column.Average(v => v * v)), 4 * allowed);
        }
    }

    [Fact]
    public void A_unit_range_goes_from_0_to_1()
    {
        var y = FeatureScaling.ToUnitRange(X).Apply(X);
        for (var k = 0; k < 4; k++)
        {
            Assert.Equal((0.0, 1.0), (Column(y, k).Min(), Column(y, k).Max()));
        }
    }

    [Fact]
    public void What_was_learnt_on_training_examples_is_applied_to_others_and_taken_back()
    {
        var split = DataSplit.Random(Examples, 0.3, seed: 2);
        var scaling = FeatureScaling.Standardize(X.SelectRows(split.Training));
        var (test, back) = (
            X.SelectRows(split.Test),
            scaling.Undo(scaling.Apply(X.SelectRows(split.Test)))
        );
        Assert.Equal(
            ((test[0, 2].Item() - scaling.Offset.AsSpan()[2]) / scaling.Scale.AsSpan()[2]),
            scaling.Apply(test)[0, 2].Item()
        );
        Assert.All(
            test.ToArray().Zip(back.ToArray()),
            // four roundings of numbers up to the offset's size
            pair => Assert.Equal(pair.First, pair.Second, 4 * 4_000 * Math.Pow(2, -52))
        );
    }

    [Fact]
    public void A_constant_feature_becomes_0()
    {
        var x = VariableOps.Stack([Variable.Full([7], 0.1f), Variable.Arange<float>(7)], axis: 1);
        Assert.All(Column(FeatureScaling.Standardize(x).Apply(x), 0), y => Assert.Equal(0, y));
        Assert.All(Column(FeatureScaling.ToUnitRange(x).Apply(x), 0), y => Assert.Equal(0, y));
    }

    [Fact]
    public void The_order_of_the_examples_changes_rounding_only()
    {
        var shuffled = X.SelectRows(Batches.Order(Examples, seed: 3, epoch: 0));
        var (a, b) = (FeatureScaling.Standardize(X), FeatureScaling.Standardize(shuffled));
        Assert.All(
            a.Scale.ToArray().Zip(b.Scale.ToArray(), X.Abs().Max(0).ToArray()),
            pair =>
                Assert.Equal(pair.First, pair.Second, 4 * Examples * pair.Third * Math.Pow(2, -53))
        );
        Assert.Equal(
            FeatureScaling.ToUnitRange(X).Scale.ToArray(),
            FeatureScaling.ToUnitRange(shuffled).Scale.ToArray()
        );
    }

    [Fact]
    public void Numbers_that_cannot_be_learnt_from_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            FeatureScaling.Standardize(
                Variable.Of<double>([
                    [1, 2],
                    [3, double.NaN],
                ])
            )
        );
        Assert.Contains("feature 1 of example 1 is NaN", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() =>
            FeatureScaling.ToUnitRange(Variable.Of<double>([1.0, 2]))
        );
        Assert.Throws<ArgumentException>(() =>
            FeatureScaling.Standardize(X).Apply(Variable.Of<double>([1.0]))
        );
        Assert.Throws<ArgumentException>(() =>
            new FeatureScaling<double>(Variable.Of<double>([0.0, 0]), Variable.Of<double>([1.0, 0]))
        );
    }

    private static double[] Column<T>(Variable<T> x, int k)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        [.. x[.., k].ToArray().Select(double.CreateChecked)];
}
