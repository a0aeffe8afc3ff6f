namespace TinyAutograd.Transformer.Tests.Generation;

public class TextGeneratorTests
{
    private readonly CharacterTokenizer tokenizer = CharacterTokenizer.FromItems(["abc"]);
    private readonly Gpt<float> model = new(
        new GptConfig
        {
            VocabularySize = 4,
            LayerCount = 1,
            HeadCount = 2,
            ChannelCount = 4,
            ContextLength = 5,
        },
        new RandomGenerator(1)
    );

    [Fact]
    public void Items_end_with_the_mark_or_with_the_context()
    {
        var generator = new TextGenerator<float>(model, tokenizer);
        var random = new RandomGenerator(3);
        var items = Enumerable
            .Range(0, 200)
            .Select(_ => generator.Generate(random, new()))
            .ToArray();
        Assert.All(items, item => Assert.InRange(item.Length, 0, 5));
        Assert.Contains(items, item => item.Length == 5);
        Assert.Contains(items, item => item.Length < 5);
        Assert.All(items, item => Assert.All(item, letter => Assert.Contains(letter, "abc")));
    }

    [Fact]
    public void The_same_seed_writes_the_same_items_and_temperature_0_needs_no_seed()
    {
        var generator = new TextGenerator<float>(model, tokenizer);
        Assert.Equal(Write(7), Write(7));
        Assert.NotEqual(Write(7), Write(8));
        var greedy = new SamplingOptions { Temperature = 0 };
        Assert.Equal(
            generator.Generate(new RandomGenerator(1), greedy),
            generator.Generate(new RandomGenerator(2), greedy)
        );

        string Write(long seed)
        {
            var random = new RandomGenerator(seed);
            return string.Join(
                ' ',
                Enumerable.Range(0, 10).Select(_ => generator.Generate(random, new()))
            );
        }
    }

    [Fact]
    public void A_further_token_takes_no_memory_in_proportion_to_the_vocabulary()
    {
        const int Words = 2000;
        var config = new GptConfig
        {
            VocabularySize = Words,
            LayerCount = 1,
            HeadCount = 1,
            ChannelCount = 8,
            ContextLength = 128,
        };
        var generator = new TextGenerator<float>(
            new Gpt<float>(config, new RandomGenerator(1)),
            CharacterTokenizer.FromItems([
                string.Concat(Enumerable.Range('\u4e00', Words - 1).Select(code => (char)code)),
            ])
        );
        var options = new SamplingOptions
        {
            RepetitionPenalty = 1.1,
            TopK = 500,
            TopP = 0.9,
            MinP = 0.001,
        };
        // The least of several: scratch memory that all threads share may have gone to another test.
        var further = Least(120) - Least(20);
        // Lists that grow and the text itself; scores alone would be 16,000 bytes a token.
        Assert.InRange(further / 100, 0, 200);

        long Least(int count) => Enumerable.Range(0, 5).Min(_ => Write(count));

        long Write(int count)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var text = generator.Generate(
                new RandomGenerator(2),
                options,
                limits: new GenerationLimits { MaximumTokenCount = count, StopTokens = [] }
            );
            Assert.Equal(count, text.Length);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void A_prefix_is_kept_and_refused_if_it_does_not_fit()
    {
        var generator = new TextGenerator<float>(model, tokenizer);
        Assert.StartsWith(
            "ab",
            generator.Generate(new RandomGenerator(1), new(), "ab"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "holds 4",
            Assert
                .Throws<ArgumentException>(() =>
                    generator.Generate(new RandomGenerator(1), new(), "abcab")
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() =>
            generator.Generate(new RandomGenerator(1), new(), "x")
        );
    }

    [Fact]
    public void Next_probabilities_are_the_softmax_of_the_last_logits()
    {
        var probabilities = new TextGenerator<float>(model, tokenizer).NextProbabilities(
            [0, 1, 2],
            new()
        );
        var logits = model.Forward(Indices.Of([0, 1, 2], [1, 3])).ToArray()[^4..];
        var sum = logits.Sum(logit => Math.Exp(logit));
        Assert.Equal(
            logits.Select(logit => Math.Exp(logit) / sum),
            probabilities,
            (a, b) => Math.Abs(a - b) < 1e-12
        );
    }

    [Fact]
    public void Any_tokenizer_will_do()
    {
        var pairs = BytePairTokenizer.Train(["abcabc"], new() { VocabularySize = 258 });
        foreach (var any in new ITokenizer[] { new ByteTokenizer(), pairs })
        {
            var wide = new Gpt<float>(
                model.Config with
                {
                    VocabularySize = any.VocabularySize,
                },
                new RandomGenerator(1)
            );
            var generator = new TextGenerator<float>(wide, any);
            var random = new RandomGenerator(3);
            var texts = Enumerable
                .Range(0, 20)
                .Select(_ => generator.Generate(random, new(), "ab"))
                .ToArray();
            Assert.All(texts, text => Assert.StartsWith("ab", text, StringComparison.Ordinal));
            Assert.DoesNotContain(texts, text => text.Contains("<|", StringComparison.Ordinal));
            Assert.True(texts.Distinct().Count() > 10);
        }
    }

    [Fact]
    public void Without_a_start_token_a_text_needs_a_prefix()
    {
        var pairs = BytePairTokenizer.Train(
            ["abcabc"],
            new() { VocabularySize = 257, SpecialTokens = [] }
        );
        var wide = new Gpt<float>(
            model.Config with
            {
                VocabularySize = pairs.VocabularySize,
            },
            new RandomGenerator(1)
        );
        var generator = new TextGenerator<float>(wide, pairs);
        Assert.Contains(
            "prefix",
            Assert
                .Throws<ArgumentException>(() => generator.Generate(new RandomGenerator(1), new()))
                .Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "abcab",
            generator.Generate(new RandomGenerator(1), new(), "abcab"),
            StringComparison.Ordinal
        );
    }
}
