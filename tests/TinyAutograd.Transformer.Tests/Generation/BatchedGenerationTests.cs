namespace TinyAutograd.Transformer.Tests.Generation;

public class BatchedGenerationTests
{
    private readonly LetterTokenizer tokenizer = new("abcdefg") { EndToken = 6 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Each_text_is_the_one_that_is_written_alone(int seed)
    {
        var generator = new TextGenerator<double>(Models.TinyDouble(7, 9, seed), tokenizer);
        string[] prefixes = ["a", "abcde", "abcabcabcabc", "a", "ff", "bcdefabcd"];
        var options = new SamplingOptions { Temperature = 0.9, RepetitionPenalty = 1.1 };
        foreach (var count in new[] { 0, 1, 7, 40 })
        {
            var limits = new GenerationLimits { MaximumTokenCount = count };
            var random = new RandomGenerator(seed);
            var texts = generator.GenerateEach(random, options, prefixes, limits);
            Assert.Equal(
                prefixes.Select(
                    (prefix, i) =>
                        generator.Generate(random.Fork((ulong)i), options, prefix, limits)
                ),
                texts
            );
            Assert.Equal(new RandomGenerator(seed).State, random.State);
        }
        Assert.Empty(generator.GenerateEach(new RandomGenerator(1), options, []));
    }

    [Fact]
    public void Caches_that_are_read_together_have_the_logits_of_each_alone()
    {
        var model = Models.TinyDouble(7, 9);
        int[][] texts =
        [
            [1],
            [2, 3, 4],
            [],
            [5, 4, 3, 2, 1, 0, 1, 2, 3],
            [6, 6],
        ];
        var (together, alone) = (Caches(), Caches());
        int[] next = [4, 3, 2, 1, 0];
        for (var step = 0; step < 20; step++)
        {
            KeyValueCache<double>.AppendEach(together, next);
            for (var i = 0; i < next.Length; i++)
            {
                alone[i].Append(next[i]);
                Assert.Equal(alone[i].Tokens.ToArray(), together[i].Tokens.ToArray());
                Assert.Equal(
                    alone[i].Logits.ToArray(),
                    together[i].Logits.ToArray(),
                    (a, b) => Math.Abs(a - b) <= 1e-12 * Math.Max(1, Math.Abs(a))
                );
                next[i] = (next[i] + 2 * i + step) % 7;
            }
        }

        KeyValueCache<double>[] Caches() =>
            [
                .. texts.Select(text =>
                {
                    var cache = new KeyValueCache<double>(model);
                    if (text.Length > 0)
                    {
                        cache.Append(text);
                    }
                    return cache;
                }),
            ];
    }

    [Fact]
    public void A_copy_goes_on_as_the_original_would_and_leaves_it_alone()
    {
        // More positions than the memory has room for at first: it grows, before and behind the copy.
        var model = Models.TinyDouble(7, 400);
        var (original, copy) = (new KeyValueCache<double>(model), new KeyValueCache<double>(model));
        for (var i = 0; i < 150; i++)
        {
            original.Append(i % 7);
        }
        copy.Append(3, 4);
        copy.CopyFrom(original);
        Assert.Equal(original.Logits.ToArray(), copy.Logits.ToArray());
        for (var i = 0; i < 150; i++)
        {
            copy.Append(i % 5);
        }
        for (var i = 0; i < 150; i++)
        {
            original.Append(i % 5);
        }
        Assert.Equal(original.Logits.ToArray(), copy.Logits.ToArray());
        var whole = model.Forward(Indices.Of(copy.Tokens.ToArray(), [1, copy.Count])).ToArray()[
            ^7..
        ];
        Assert.Equal(whole, copy.Logits.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-12 * 10);
    }

    [Fact]
    public void Caches_that_do_not_fit_together_are_named_and_unchanged()
    {
        var (model, other) = (Models.TinyDouble(7, 9), Models.TinyDouble(7, 9));
        KeyValueCache<double>[] caches = [new(model), new(model)];
        var stranger = new KeyValueCache<double>(other);
        caches[0].Append(1);
        caches[1].Append(2);
        stranger.Append(1);
        Named("2 tokens", () => KeyValueCache<double>.AppendEach(caches, 1));
        Named("twice", () => KeyValueCache<double>.AppendEach([caches[0], caches[0]], 1, 2));
        Named(
            "different models",
            () => KeyValueCache<double>.AppendEach([caches[0], stranger], 1, 2)
        );
        Named("Token 7", () => KeyValueCache<double>.AppendEach(caches, 1, 7));
        Named("different models", () => caches[0].CopyFrom(stranger));
        Assert.Equal([1], caches[0].Tokens.ToArray());
        Assert.Equal([2], caches[1].Tokens.ToArray());

        static void Named(string what, Action action) =>
            Assert.Contains(
                what,
                Assert.Throws<ArgumentException>(action).Message,
                StringComparison.Ordinal
            );
    }
}
