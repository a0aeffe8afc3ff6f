namespace TinyAutograd.Transformer.Tests.Generation;

/// <summary>What is drawn has the frequencies that the options promise, by Pearson's chi-square at the 0.999 quantile.</summary>
public class SamplingFrequencyTests
{
    private const int DrawCount = 20_000;

    // shares of five tokens, likeliest in the middle
    private static readonly double[] Shares = [0.05, 0.3, 0.4, 0.15, 0.1];

    /// <summary>Options, and what they should make of the shares, worked out by hand: up to a common factor.</summary>
    public static TheoryData<SamplingOptions, double[]> Cases =>
        new()
        {
            { new(), Shares },
            {
                new() { Temperature = 0.5 },
                [.. Shares.Select(share => share * share)]
            },
            {
                new() { Temperature = 2 },
                [.. Shares.Select(Math.Sqrt)]
            },
            {
                new() { TopK = 2 },
                [0, 0.3, 0.4, 0, 0]
            },
            {
                new() { TopP = 0.8 },
                [0, 0.3, 0.4, 0.15, 0]
            }, // 0.7 are too few
            {
                new() { MinP = 0.2 },
                [0, 0.3, 0.4, 0.15, 0.1]
            }, // at least 0.2 · 0.4
            {
                new()
                {
                    Temperature = 0.5,
                    TopK = 4,
                    TopP = 0.9,
                    MinP = 0.1,
                },
                [0, 9, 16, 2.25, 0]
            },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Draws_have_the_shares_of_the_options(SamplingOptions options, double[] shares)
    {
        var logits = Array.ConvertAll(Shares, share => Math.Log(share) + 7); // a common term changes nothing
        var random = new RandomGenerator(23);
        var counts = new int[Shares.Length];
        for (var i = 0; i < DrawCount; i++)
        {
            counts[Sampler.Draw(Sampler.Probabilities(logits, options), random)]++;
        }
        AssertFrequencies(counts, shares);
    }

    [Fact]
    public void A_penalty_makes_what_was_there_rarer()
    {
        double[] logits = [Math.Log(4), Math.Log(3), Math.Log(2)];
        var options = new SamplingOptions { RepetitionPenalty = 2 };
        var random = new RandomGenerator(5);
        var counts = new int[logits.Length];
        for (var i = 0; i < DrawCount; i++)
        {
            counts[Sampler.Draw(Sampler.Probabilities(logits, options, [0, 0]), random)]++;
        }
        AssertFrequencies(counts, [2, 3, 2]); // half the logit of the first: ln √4
    }

    [Fact]
    public void Pairs_of_tokens_that_a_model_writes_have_the_product_of_its_probabilities()
    {
        const string Letters = "abcd";
        var model = Models.TinyDouble(Letters.Length, contextLength: 3);
        var tokenizer = new LetterTokenizer(Letters);
        var generator = new TextGenerator<double>(model, tokenizer);
        var options = new SamplingOptions { Temperature = 1.5 };
        var limits = new GenerationLimits { MaximumTokenCount = 2 };
        var random = new RandomGenerator(31);
        var counts = new int[Letters.Length * Letters.Length];
        for (var i = 0; i < 5_000; i++)
        {
            var pair = tokenizer.Encode(generator.Generate(random, options, "a", limits)[1..]);
            counts[pair[0] * Letters.Length + pair[1]]++;
        }
        var first = Softened([0]);
        AssertFrequencies(
            counts,
            [
                .. Enumerable
                    .Range(0, Letters.Length)
                    .SelectMany(token =>
                        Softened([0, token]).Select(share => share * first[token])
                    ),
            ]
        );

        // softmax of the last row of logits / 1.5, up to a factor that is the same for all: so it is divided by its sum
        double[] Softened(int[] tokens)
        {
            var row = model.Forward(Indices.Of(tokens, [1, tokens.Length])).ToArray();
            var shares = Array.ConvertAll(row[^Letters.Length..], logit => Math.Exp(logit / 1.5));
            return [.. shares.Select(share => share / shares.Sum())];
        }
    }

    private static void AssertFrequencies(int[] counts, double[] shares)
    {
        Assert.Equal(shares.Length, counts.Length);
        var (total, sum) = (counts.Sum(), shares.Sum());
        var (chiSquare, freedom) = (0.0, -1);
        for (var i = 0; i < counts.Length; i++)
        {
            var expected = total * shares[i] / sum;
            if (expected == 0)
            {
                Assert.Equal(0, counts[i]);
                continue;
            }
            Assert.True(expected >= 5, $"Token {i} is expected only {expected} times."); // Cochran's rule
            chiSquare += Math.Pow(counts[i] - expected, 2) / expected;
            freedom++;
        }
        Assert.InRange(chiSquare, 0, Quantile(freedom));
    }

    // The 0.999 quantile of chi-square: Wilson and Hilferty 1931, with 3.09 that of the normal distribution.
    private static double Quantile(int freedom)
    {
        var variance = 2.0 / (9 * freedom);
        return freedom * Math.Pow(1 - variance + 3.09 * Math.Sqrt(variance), 3);
    }
}
