namespace TinyAutograd.Transformer.Tests.Generation;

public class GenerationLimitsTests
{
    private readonly LetterTokenizer tokenizer = new("abcdefg");
    private readonly Gpt<float> model = Models.Tiny(vocabularySize: 7, contextLength: 6);

    private TextGenerator<float> Generator => new(model, tokenizer);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(50)]
    public void A_text_has_the_tokens_that_are_allowed_beyond_the_context_too(int count)
    {
        var limits = new GenerationLimits { MaximumTokenCount = count };
        Assert.Equal(
            3 + count,
            Generator.Generate(new RandomGenerator(1), new(), "abc", limits).Length
        );
        Assert.Equal(
            9 + count,
            Generator.Generate(new RandomGenerator(1), new(), "abcabcabc", limits).Length
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_prefix_may_stand_without_the_start_token(bool omits)
    {
        var tokenizer = new ByteTokenizer();
        var model = Models.Tiny(tokenizer.VocabularySize, contextLength: 6);
        int[] prefix = tokenizer.Encode("abc");
        int[] read = omits ? prefix : [tokenizer.StartToken!.Value, .. prefix];

        var stream = new TextGenerator<float>(model, tokenizer).StreamTokensAsync(
            new RandomGenerator(1),
            new SamplingOptions { Temperature = 0 },
            "abc",
            new GenerationLimits { MaximumTokenCount = 1, OmitsStartToken = omits }
        );
        var first = await stream.FirstAsync();

        var logits = model.Forward(Indices.Of(read, [1, read.Length]))[0, read.Length - 1];
        Assert.Equal(logits.ArgMax(0).ToArray()[0], first.Token);
    }

    [Fact]
    public void An_empty_prefix_has_the_start_token_all_the_same()
    {
        var tokenizer = new ByteTokenizer();
        var generator = new TextGenerator<float>(
            Models.Tiny(tokenizer.VocabularySize, contextLength: 6),
            tokenizer
        );
        Assert.Equal(
            generator.Generate(new RandomGenerator(3), new()),
            generator.Generate(
                new RandomGenerator(3),
                new(),
                limits: new GenerationLimits { OmitsStartToken = true }
            )
        );
    }

    [Fact]
    public void A_stop_token_ends_a_text_and_is_left_out()
    {
        var limits = new GenerationLimits { MaximumTokenCount = 1_000, StopTokens = [3, 5] };
        var whole = Generator.Generate(
            new RandomGenerator(4),
            new(),
            "ab",
            limits with
            {
                StopTokens = [],
            }
        );
        var text = Generator.Generate(new RandomGenerator(4), new(), "ab", limits);
        Assert.Equal(whole[..whole.IndexOfAny(['d', 'f'])], text);
    }

    [Fact]
    public void The_draws_are_those_of_whole_passes()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new RandomGenerator(seed);
            var tokens = new List<int> { 0 };
            while (tokens.Count < 7)
            {
                var probabilities = Generator.NextProbabilities(tokens.ToArray(), new());
                tokens.Add(Sampler.Draw(probabilities, random));
            }
            Assert.Equal(
                tokenizer.Decode(tokens.ToArray()),
                Generator.Generate(new RandomGenerator(seed), new(), "a")
            );
        }
    }

    [Fact]
    public void Impossible_limits_are_named()
    {
        Named("maximum token count", new() { MaximumTokenCount = -1 });
        Named("slide length", new() { SlideLength = 0 });
        Named("slide length", new() { SlideLength = 7 });
        Named("Stop token 7", new() { StopTokens = [7] });

        void Named(string what, GenerationLimits limits) =>
            Assert.Contains(
                what,
                Assert
                    .Throws<ArgumentException>(() =>
                        Generator.Generate(new RandomGenerator(1), new(), "a", limits)
                    )
                    .Message,
                StringComparison.Ordinal
            );
    }
}
