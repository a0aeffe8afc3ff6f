namespace TinyAutograd.Tests.Optimization;

public class ParameterMeanTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)] // (7·x)/7 is not always x
    [InlineData(10)]
    public void The_mean_of_equal_modules_is_the_module_bit_for_bit(int count)
    {
        var models = Enumerable
            .Range(0, count)
            .Select(_ => new Linear<double>(20, 30, new RandomGenerator(5)))
            .ToArray();
        foreach (var model in models)
        {
            model
                .Parameters[1]
                .Update(
                    0,
                    static (values, _) => (values[0], values[1]) = (-0.0, double.PositiveInfinity)
                );
        }
        var mean = ParameterMean.Of<double>(models);
        foreach (var (name, parameter) in models[0].NamedParameters)
        {
            Assert.Equal(
                parameter.Value.ToArray().Select(BitConverter.DoubleToInt64Bits),
                mean[name].ToArray().Select(BitConverter.DoubleToInt64Bits)
            );
        }
    }

    [Fact]
    public void The_mean_of_modules_is_their_sum_by_their_number()
    {
        var models = Enumerable
            .Range(0, 5)
            .Select(seed => new Mlp<float>([4, 6, 3], seed: seed))
            .ToArray();
        var mean = ParameterMean.Of<float>(models);
        var model = new Mlp<float>([4, 6, 3], seed: 9);
        model.LoadParameters(mean);
        for (var p = 0; p < model.Parameters.Count; p++)
        {
            for (var i = 0; i < model.Parameters[p].Length; i++)
            {
                var values = models
                    .Select(m => (double)m.Parameters[p].Value.AsSpan()[i])
                    .ToArray();
                // four moves, each of three roundings of numbers that are at most twice the largest
                var allowed = 4 * 3 * 2 * values.Max(Math.Abs) * Math.Pow(2, -24);
                Assert.Equal(values.Average(), model.Parameters[p].Value.AsSpan()[i], allowed);
            }
        }
    }

    [Fact]
    public void Modules_of_other_shapes_are_refused_by_number_and_name()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            ParameterMean.Of<float>(
                new Linear<float>(2, 3, new RandomGenerator(1)),
                new Linear<float>(2, 4, new RandomGenerator(1))
            )
        );
        Assert.Contains("module 1", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "'weight' (4, 2) instead of (3, 2)",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => ParameterMean.Of<float>());
        var linear = new Linear<float>(2, 3, new RandomGenerator(1));
        Assert.Throws<ArgumentNullException>("modules", () => ParameterMean.Of(linear, null!));
    }
}
