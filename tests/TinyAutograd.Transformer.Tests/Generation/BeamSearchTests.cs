namespace TinyAutograd.Transformer.Tests.Generation;

public class BeamSearchTests
{
    private const int Length = 4;
    private const int End = 3;

    private static readonly LetterTokenizer Tokenizer = new("abc.") { EndToken = End };
    private static readonly GenerationLimits Limits = new() { MaximumTokenCount = Length };

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.7)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    public void With_places_for_all_it_finds_all_texts_in_the_order_of_their_scores(
        int seed,
        double penalty
    )
    {
        var model = Models.TinyDouble(4, 8, seed);
        // Every text by whole passes. Of four tokens, three letters and the end: 81 are cut, 27 + 9 + 3 + 1 end before.
        var all = Enumerable
            .Range(0, Length)
            .Aggregate(new List<Naive> { new("ab", 0) }, (texts, _) => Grow(model, texts))
            .OrderByDescending(text => text.Score(penalty))
            .ToArray();
        Assert.Equal(121, all.Length);
        var found = Search(model, width: 121, penalty);
        Assert.Equal(all.Select(text => text.Text), found.Select(Whole));
        Assert.Equal(
            all.Select(text => text.Score(penalty)),
            found.Select(text => text.Score),
            (a, b) => Math.Abs(a - b) < 1e-10
        );
        Assert.Equal(1, found.Sum(text => Math.Exp(text.LogProbability)), 1e-10);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void It_keeps_the_likeliest_at_each_length(int width)
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var model = Models.TinyDouble(4, 8, seed);
            List<Naive> ended = [];
            List<Naive> texts = [new("ab", 0)];
            for (var i = 0; i < Length; i++)
            {
                texts =
                [
                    .. Grow(model, texts)
                        .OrderByDescending(text => text.LogProbability)
                        .Take(width - ended.Count),
                ];
                ended.AddRange(texts.Where(text => text.IsEnded));
                texts.RemoveAll(text => text.IsEnded);
            }
            var expected = ended.Concat(texts).OrderByDescending(text => text.Score(1));
            var found = Search(model, width, penalty: 1);
            Assert.Equal(expected.Select(text => text.Text), found.Select(Whole));
            Assert.All(found, text => Assert.Equal(text.IsEnded, text.Tokens[^1] == End));
            Assert.All(found, text => Assert.DoesNotContain('.', text.Text));
        }
    }

    [Fact]
    public void With_width_1_it_is_greedy()
    {
        var ends = 0;
        for (var seed = 1; seed <= 30; seed++)
        {
            var model = Models.Tiny(4, 8, seed);
            foreach (
                var limits in new[]
                {
                    null,
                    Limits,
                    new() { MaximumTokenCount = 30 },
                }
            )
            {
                var found = Assert.Single(
                    new BeamSearch<float>(model, Tokenizer).Search(new() { Width = 1 }, "a", limits)
                );
                var greedy = new TextGenerator<float>(model, Tokenizer).Generate(
                    new RandomGenerator(1),
                    new() { Temperature = 0 },
                    "a",
                    limits
                );
                Assert.Equal(greedy, found.Text);
                ends += found.IsEnded ? 1 : 0;
            }
        }
        Assert.InRange(ends, 1, 89);
    }

    [Fact]
    public void Without_a_token_to_write_nothing_is_found_and_mistakes_are_named()
    {
        var search = new BeamSearch<double>(Models.TinyDouble(4, 8), Tokenizer);
        Assert.Empty(search.Search(new(), "a", new() { MaximumTokenCount = 0 }));
        Named("width", new() { Width = 0 }, "a");
        Named("length penalty", new() { LengthPenalty = -1 }, "a");
        Named("length penalty", new() { LengthPenalty = double.NaN }, "a");
        Named("prefix", new(), "");
        Named("holds 8", new(), "aaaaaaaaa");

        void Named(string what, BeamSearchOptions options, string prefix) =>
            Assert.Contains(
                what,
                Assert.Throws<ArgumentException>(() => search.Search(options, prefix)).Message,
                StringComparison.Ordinal
            );
    }

    private static IReadOnlyList<FoundText> Search(Gpt<double> model, int width, double penalty) =>
        new BeamSearch<double>(model, Tokenizer).Search(
            new() { Width = width, LengthPenalty = penalty },
            "ab",
            Limits
        );

    private static string Whole(FoundText text) => "ab" + Tokenizer.Decode(text.Tokens.AsSpan());

    // Each text with each token behind it; those that ended stay as they are.
    private static List<Naive> Grow(Gpt<double> model, List<Naive> texts) =>
        [
            .. texts.SelectMany(text =>
                text.IsEnded
                    ? [text]
                    : new TextGenerator<double>(model, Tokenizer)
                        .NextProbabilities(Tokenizer.Encode(text.Text), new())
                        .Select(
                            (p, token) =>
                                new Naive(
                                    text.Text + Tokenizer.Decode([token]),
                                    text.LogProbability + Math.Log(p)
                                )
                        )
            ),
        ];

    private sealed record Naive(string Text, double LogProbability)
    {
        public bool IsEnded => Text[^1] == '.';

        public double Score(double penalty) =>
            LogProbability / Math.Pow(Text.Length - "ab".Length, penalty);
    }
}
