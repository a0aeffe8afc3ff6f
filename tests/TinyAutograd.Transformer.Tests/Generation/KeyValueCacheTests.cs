using System.Numerics;
using TinyAutograd.Transformer.Tests.Model;

namespace TinyAutograd.Transformer.Tests.Generation;

public class KeyValueCacheTests
{
    private const double FloatTolerance = 1e-5;
    private const double DoubleTolerance = 1e-12;

    [Theory]
    [InlineData(1, 1, 4, 5, 3, 1)]
    [InlineData(2, 2, 8, 9, 11, 2)]
    [InlineData(3, 4, 64, 17, 27, 3)]
    [InlineData(1, 3, 51, 40, 30, 4)]
    [InlineData(2, 1, 80, 6, 50, 5)]
    public void Cached_logits_are_those_of_a_whole_pass_also_when_it_slides(
        int layers,
        int heads,
        int channels,
        int context,
        int words,
        int seed
    )
    {
        var config = new GptConfig
        {
            LayerCount = layers,
            HeadCount = heads,
            ChannelCount = channels,
            ContextLength = context,
            VocabularySize = words,
        };
        foreach (int? slide in new int?[] { null, 1, context, Math.Min(2, context) })
        {
            Check<double>(config, seed, slide, DoubleTolerance);
            Check<float>(config, seed, slide, FloatTolerance);
        }
    }

    [Theory]
    [MemberData(nameof(ModelKinds.Names), MemberType = typeof(ModelKinds))]
    public void Cached_logits_are_those_of_a_whole_pass_for_every_kind_of_model(string kind)
    {
        Check<double>(ModelKinds.Config(kind), seed: 1, slide: 2, DoubleTolerance);
        Check<float>(ModelKinds.Config(kind), seed: 1, slide: null, FloatTolerance);
    }

    [Theory]
    [MemberData(nameof(ModelKinds.Names), MemberType = typeof(ModelKinds))]
    public void Caches_of_different_lengths_read_together_what_each_reads_alone(string kind)
    {
        var model = ModelKindTests.Model(kind);
        KeyValueCache<double>[] caches = [new(model), new(model), new(model)];
        caches[0].Append(1, 2, 3);
        caches[1].Append(10);
        for (var token = 4; token < 8; token++)
        {
            KeyValueCache<double>.AppendEach(caches, token, token + 1, token + 2);
            Assert.All(
                caches,
                cache => Near(Whole(model, cache.Tokens.ToArray()), cache.Logits, DoubleTolerance)
            );
        }
    }

    [Fact]
    public void It_remembers_the_newest_tokens_and_forgets_a_slide_at_a_time()
    {
        var cache = new KeyValueCache<float>(Model<float>(), slideLength: 3);
        cache.Append(1, 2, 3, 0, 1);
        Assert.Equal([1, 2, 3, 0, 1], cache.Tokens.ToArray());
        cache.Append(2);
        Assert.Equal([0, 1, 2], cache.Tokens.ToArray());
        cache.Append(3, 3, 3, 3, 2, 1, 0, 2);
        Assert.Equal([3, 2, 1, 0, 2], cache.Tokens.ToArray());
        cache.Clear();
        Assert.Equal(0, cache.Count);
        cache.Append(0);
        Assert.Equal([0], cache.Tokens.ToArray());
    }

    [Fact]
    public void Tokens_may_come_one_by_one_or_together()
    {
        var model = Model<double>();
        var (together, apart) = (
            new KeyValueCache<double>(model),
            new KeyValueCache<double>(model)
        );
        var expected = together.Append(1, 2, 0, 3).ToArray();
        foreach (var token in new[] { 1, 2, 0 })
        {
            apart.Append(token);
        }
        Near(expected, apart.Append(3), DoubleTolerance);
    }

    [Fact]
    public void Nothing_is_recorded_on_an_open_tape()
    {
        var cache = new KeyValueCache<float>(Model<float>());
        using var tape = new Tape<float>();
        cache.Append(1, 2);
        cache.Append(3);
        Assert.Empty(tape.Entries);
    }

    [Theory]
    [MemberData(nameof(ModelKinds.Names), MemberType = typeof(ModelKinds))]
    public void A_token_allocates_nothing(string kind) =>
        AllocatesNothing(ModelKindTests.Model(kind));

    [Fact]
    public void A_token_of_a_model_on_several_threads_allocates_nothing() =>
        AllocatesNothing(
            new Gpt<float>(
                new GptConfig
                {
                    LayerCount = 2,
                    HeadCount = 4,
                    ChannelCount = 256,
                    ContextLength = 100,
                    VocabularySize = 5000,
                },
                new RandomGenerator(1)
            )
        );

    // From the second token on, which makes what all others use.
    private static void AllocatesNothing<T>(Gpt<T> model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var cache = new KeyValueCache<T>(model);
        var least = long.MaxValue;
        for (var round = 0; round < 4; round++)
        {
            cache.Clear();
            cache.Append(1);
            cache.Append(2);
            var before = GC.GetAllocatedBytesForCurrentThread();
            while (cache.Count < model.Config.ContextLength)
            {
                cache.Append(cache.Count);
            }
            // Not in every round: scratch memory that all threads share may have gone to another test.
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    [Fact]
    public void Mistakes_are_named_and_change_nothing()
    {
        var model = Model<float>();
        var cache = new KeyValueCache<float>(model);
        cache.Append(1, 2);
        Assert.Contains(
            "no token",
            Assert
                .Throws<ArgumentException>(() =>
                {
                    cache.Append();
                })
                .Message
        );
        Assert.Contains(
            "Token 4",
            Assert
                .Throws<ArgumentException>(() =>
                {
                    cache.Append(0, 4);
                })
                .Message
        );
        Assert.Throws<ArgumentException>(() =>
        {
            cache.Append(-1);
        });
        Assert.Equal([1, 2], cache.Tokens.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyValueCache<float>(model, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyValueCache<float>(model, 6));
    }

    [Fact]
    public void After_an_update_of_the_model_it_asks_to_be_cleared()
    {
        var model = Model<float>();
        var cache = new KeyValueCache<float>(model);
        cache.Append(1);
        model.TokenEmbedding.Weight.Assign(model.TokenEmbedding.Weight.Value.ToArray());
        Assert.Contains(
            "Clear",
            Assert
                .Throws<InvalidOperationException>(() =>
                {
                    cache.Append(2);
                })
                .Message
        );
        cache.Clear();
        Near(Whole(model, [2]), cache.Append(2), FloatTolerance);
    }

    private static void Check<T>(GptConfig config, long seed, int? slide, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new RandomGenerator(seed);
        var model = new Gpt<T>(config, random);
        // Five times GPT-2's initialisation, so that attention is far from even.
        foreach (var parameter in model.Parameters.Where(parameter => parameter.Shape.Rank == 2))
        {
            parameter.Assign((parameter.Value * T.CreateChecked(5)).AsSpan());
        }
        var cache = new KeyValueCache<T>(model, slide);
        var appended = new List<int>();
        while (appended.Count < 3 * config.ContextLength)
        {
            var next = new int[appended.Count % 7 == 3 ? 1 + (int)(random.NextUInt32() % 5) : 1];
            for (var i = 0; i < next.Length; i++)
            {
                next[i] = (int)(random.NextUInt32() % (uint)config.VocabularySize);
            }
            appended.AddRange(next);
            var logits = cache.Append(next);
            var kept = cache.Tokens.ToArray();
            Assert.Equal(appended.TakeLast(kept.Length), kept);
            var least = config.ContextLength - cache.SlideLength + 1;
            Assert.InRange(kept.Length, Math.Min(appended.Count, least), config.ContextLength);
            Near(Whole(model, kept), logits, tolerance);
        }
    }

    private static T[] Whole<T>(Gpt<T> model, int[] tokens)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        model.Forward(Indices.Of(tokens, [1, tokens.Length])).ToArray()[
            ^model.Config.VocabularySize..
        ];

    // Relative to the largest logit, as each is a sum of terms of that size.
    private static void Near<T>(T[] expected, ReadOnlySpan<T> actual, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var scale = Math.Max(1, expected.Max(x => Math.Abs(double.CreateChecked(x))));
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(
                double.CreateChecked(expected[i]),
                double.CreateChecked(actual[i]),
                tolerance * scale
            );
        }
    }

    private static Gpt<T> Model<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(
            new GptConfig
            {
                VocabularySize = 4,
                LayerCount = 2,
                HeadCount = 2,
                ChannelCount = 8,
                ContextLength = 5,
            },
            new RandomGenerator(1)
        );
}
