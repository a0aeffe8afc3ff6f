using System.Text;

namespace TinyAutograd.Transformer.Tests.Generation;

public class StreamingTests
{
    private readonly ByteTokenizer tokenizer = new();
    private readonly Gpt<float> model = Models.Tiny(vocabularySize: 257, contextLength: 12);
    private readonly SamplingOptions sampling = new() { Temperature = 2 };

    private TextGenerator<float> Generator => new(model, tokenizer);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_pieces_are_the_text_that_is_written_at_once(int seed)
    {
        var limits = new GenerationLimits { MaximumTokenCount = 60 };
        var pieces = await Read(
            Generator.StreamAsync(new RandomGenerator(seed), sampling, "né", limits)
        );
        Assert.Equal(
            Generator.Generate(new RandomGenerator(seed), sampling, "né", limits),
            "né" + string.Concat(pieces)
        );
        Assert.DoesNotContain("", pieces);
    }

    [Fact]
    public async Task A_character_is_given_when_it_is_whole()
    {
        // The model is made to write the bytes of "€" over and over: each is the likeliest behind the one before.
        var euro = Encoding.UTF8.GetBytes("€");
        var certain = Models.Chain(
            257,
            [(euro[0], euro[1]), (euro[1], euro[2]), (euro[2], euro[0])]
        );
        var generator = new TextGenerator<double>(certain, tokenizer);
        var greedy = new SamplingOptions { Temperature = 0 };
        var pieces = await Read(
            generator.StreamAsync(
                new RandomGenerator(1),
                greedy,
                "€",
                new() { MaximumTokenCount = 8 }
            )
        );
        Assert.Equal(["€", "€", "\uFFFD"], pieces);
    }

    [Fact]
    public async Task Tokens_tell_their_probabilities_before_and_after_the_options()
    {
        var options = new SamplingOptions
        {
            RepetitionPenalty = 1.2,
            Temperature = 0.7,
            TopK = 50,
        };
        var limits = new GenerationLimits { StopTokens = [200, 201, 202, 203] };
        var ends = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var tokens = await Read(
                Generator.StreamTokensAsync(new RandomGenerator(seed), options, "ab", limits)
            );
            List<int> before = [ByteTokenizer.Mark, .. tokenizer.Encode("ab")];
            foreach (var token in tokens)
            {
                var (plain, chosen) = (
                    Generator.NextProbabilities(before.ToArray(), new()),
                    Generator.NextProbabilities(before.ToArray(), options)
                );
                Assert.Equal(plain[token.Token], token.ModelProbability, 1e-6);
                Assert.Equal(Math.Log(plain[token.Token]), token.LogProbability, 1e-5);
                Assert.Equal(chosen[token.Token], token.Probability, 1e-6);
                before.Add(token.Token);
            }
            Assert.All(tokens.SkipLast(1), token => Assert.False(token.IsEnd));
            Assert.Equal(
                Generator.Generate(new RandomGenerator(seed), options, "ab", limits),
                "ab" + string.Concat(tokens.Select(token => token.Text))
            );
            ends += tokens[^1].IsEnd ? 1 : 0;
        }
        Assert.InRange(ends, 1, 39);
    }

    [Fact]
    public async Task It_stops_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var count = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (
                var token in Generator
                    .StreamTokensAsync(
                        new RandomGenerator(1),
                        sampling,
                        "a",
                        new() { MaximumTokenCount = 1_000_000 }
                    )
                    .WithCancellation(source.Token)
            )
            {
                Assert.InRange(token.Token, 0, 256);
                if (token.IsEnd || ++count == 3)
                {
                    await source.CancelAsync();
                }
            }
        });
        Assert.Equal(3, count);
    }

    [Fact]
    public async Task Mistakes_are_named_when_it_is_called_and_a_stream_is_read_once()
    {
        Assert.Contains(
            "temperature",
            Assert
                .Throws<ArgumentException>(() =>
                    Generator.StreamAsync(new RandomGenerator(1), new() { Temperature = -1 })
                )
                .Message,
            StringComparison.Ordinal
        );
        var stream = Generator.StreamAsync(new RandomGenerator(1), sampling, "a");
        await Read(stream);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Read(stream));
    }

    private static async Task<List<TItem>> Read<TItem>(IAsyncEnumerable<TItem> stream)
    {
        var items = new List<TItem>();
        await foreach (var item in stream)
        {
            items.Add(item);
        }
        return items;
    }
}
