namespace TinyAutograd.Transformer.Tests.Generation;

public class SamplerTests
{
    [Fact]
    public void Temperature_0_takes_the_first_of_the_likeliest()
    {
        Assert.Equal(
            [0.0, 1.0, 0.0],
            Sampler.Probabilities([1.0, 3.0, 3.0], new SamplingOptions { Temperature = 0 })
        );
    }

    [Fact]
    public void Draws_have_the_frequencies_of_their_probabilities()
    {
        const int Count = 50_000;
        double[] probabilities = [0.5, 0.0, 0.3, 0.2];
        var counts = new int[4];
        var random = new RandomGenerator(11);
        for (var i = 0; i < Count; i++)
        {
            counts[Sampler.Draw(probabilities, random)]++;
        }
        Assert.Equal(0, counts[1]);
        var chiSquare = new[] { 0, 2, 3 }.Sum(i =>
            Math.Pow(counts[i] - Count * probabilities[i], 2) / (Count * probabilities[i])
        );
        Assert.InRange(chiSquare, 0, 13.8); // 0.999 quantile with 2 degrees of freedom
    }

    [Fact]
    public void Impossible_settings_and_logits_are_named()
    {
        Named("temperature", new SamplingOptions { Temperature = -1 });
        Named("temperature", new SamplingOptions { Temperature = double.NaN });
        Named("top-k", new SamplingOptions { TopK = 0 });
        Named("top-p", new SamplingOptions { TopP = 0 });
        Named("min-p", new SamplingOptions { MinP = 1.5 });
        Named("repetition penalty", new SamplingOptions { RepetitionPenalty = 0 });
        Assert.Contains(
            "Logit 1 is NaN",
            Assert
                .Throws<ArgumentException>(() => Sampler.Probabilities([0, double.NaN], new()))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() =>
            Sampler.Probabilities([double.NegativeInfinity], new())
        );
        Assert.Throws<ArgumentException>(() =>
            Sampler.Probabilities(ReadOnlySpan<double>.Empty, new())
        );
        Assert.Throws<ArgumentException>(() => Sampler.Draw([0.0, 0.0], new RandomGenerator(1)));

        static void Named(string what, SamplingOptions options) =>
            Assert.Contains(
                what,
                Assert
                    .Throws<ArgumentException>(() => Sampler.Probabilities([1.0, 2.0], options))
                    .Message,
                StringComparison.Ordinal
            );
    }
}
