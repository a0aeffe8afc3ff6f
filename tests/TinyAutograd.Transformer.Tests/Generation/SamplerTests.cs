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

    [Theory]
    [InlineData(3.0)]
    [InlineData(-3.0)]
    public void A_temperature_at_which_scores_overflow_takes_the_likeliest(double logit)
    {
        var options = new SamplingOptions { Temperature = double.Epsilon, TopP = 0.5 };
        Assert.Equal(
            [0.0, 1.0, 0.0],
            Sampler.Probabilities([logit - 1, logit, double.NegativeInfinity], options)
        );
    }

    [Fact]
    public void Scores_and_probabilities_have_the_bits_of_the_definition()
    {
        var random = new RandomGenerator(3);
        for (var run = 0; run < 3000; run++)
        {
            var isCoarse = random.NextInt32(2) == 0; // ties, and sums that are exactly 1 − p
            var logits = Enumerable
                .Range(0, 1 + random.NextInt32(run % 100 == 0 ? 5000 : 40))
                .Select(_ => Logit(random, isCoarse))
                .Append(1)
                .ToArray();
            var options = new SamplingOptions
            {
                RepetitionPenalty = random.NextInt32(3) == 0 ? 1.3 : 1,
                Temperature = random.NextInt32(4) switch
                {
                    0 => 0,
                    1 => 0.7,
                    _ => 1,
                },
                TopK = random.NextInt32(2) == 0 ? null : 1 + random.NextInt32(logits.Length + 3),
                TopP = random.NextInt32(3) switch
                {
                    0 => null,
                    1 => (1 + random.NextInt32(8)) / 8.0,
                    _ => Math.Max(random.NextDouble(), 1e-18),
                },
                MinP = random.NextInt32(2) == 0 ? null : random.NextInt32(9) / 8.0,
            };
            int[] previous = [0, random.NextInt32(logits.Length), 0];
            var expected = NaiveSampler.Scores(logits, options, previous);
            Assert.Equal(expected, Sampler.Scores<double>(logits, options, previous));
            Assert.Equal(
                NaiveSampler.Softmax(expected),
                Sampler.Probabilities<double>(logits, options, previous)
            );
        }

        static double Logit(RandomGenerator random, bool isCoarse) =>
            random.NextInt32(12) == 0 ? double.NegativeInfinity
            : isCoarse ? Math.Log(1 << random.NextInt32(4))
            : 5 * random.NextNormal();
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
