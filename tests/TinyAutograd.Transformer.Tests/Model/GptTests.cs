namespace TinyAutograd.Transformer.Tests.Model;

public class GptTests
{
    private static readonly GptConfig Config = new() { VocabularySize = 27 };

    [Fact]
    public void The_default_model_has_26848_weights()
    {
        Assert.Equal(26_848, Config.WeightCount);
        Assert.Equal(26_848, new Gpt<float>(Config, new RandomGenerator(1)).ParameterCount);
        var untied = Config with { HasTiedHead = false };
        Assert.Equal(
            untied.WeightCount,
            new Gpt<float>(untied, new RandomGenerator(1)).ParameterCount
        );
    }

    [Fact]
    public void Untrained_gpt_loses_about_ln_V()
    {
        var data = new ItemData(["anna", "otto", "emma", "hannah"], seed: 1);
        var config = new GptConfig { VocabularySize = data.Tokenizer.VocabularySize };
        var model = new Gpt<double>(config, new RandomGenerator(1));
        var loss = model.Loss(Batch.Of(data.Tokenizer, data.Training, config.ContextLength)).Item();
        Assert.InRange(
            loss,
            Math.Log(config.VocabularySize) - 0.2,
            Math.Log(config.VocabularySize) + 0.2
        );
    }

    [Fact]
    public void A_later_token_never_changes_an_earlier_logit()
    {
        var model = new Gpt<double>(Config, new RandomGenerator(1));
        var random = new RandomGenerator(2);
        for (var trial = 0; trial < 20; trial++)
        {
            int[] tokens = [.. Enumerable.Range(0, 16).Select(_ => random.NextInt32(27))];
            var changed = random.NextInt32(16);
            var before = model.Forward(Indices.Of(tokens, [1, 16])).ToArray();
            tokens[changed] = (tokens[changed] + 1 + random.NextInt32(26)) % 27;
            var after = model.Forward(Indices.Of(tokens, [1, 16])).ToArray();
            Assert.Equal(before[..(changed * 27)], after[..(changed * 27)]);
            Assert.NotEqual(before[(changed * 27)..], after[(changed * 27)..]);
        }
    }

    [Fact]
    public void Permuting_the_batch_permutes_the_logits()
    {
        var model = new Gpt<double>(Config, new RandomGenerator(1));
        int[] first = [0, 1, 2, 3];
        int[] second = [0, 9, 8, 7];
        var together = model.Forward(Indices.Of([.. first, .. second], [2, 4])).ToArray();
        var swapped = model.Forward(Indices.Of([.. second, .. first], [2, 4])).ToArray();
        Assert.Equal(together[..(4 * 27)], swapped[(4 * 27)..]);
        Assert.Equal(together[(4 * 27)..], swapped[..(4 * 27)]);
    }

    [Fact]
    public void Attention_rows_sum_to_one_and_never_look_ahead()
    {
        var model = new Gpt<double>(Config, new RandomGenerator(1));
        var x = model.Embed(Indices.Of([0, 5, 9, 20], [1, 4]));
        var pattern = model.Blocks[0].Attention.Pattern(model.Blocks[0].AttentionNorm.Forward(x)); // (1, 4, 4, 4)
        Assert.Equal([1, 4, 4, 4], pattern.Shape);
        var rows = pattern.ToArray().Chunk(4).ToArray();
        for (var row = 0; row < rows.Length; row++)
        {
            Assert.Equal(1.0, rows[row].Sum(), precision: 12);
            Assert.All(rows[row][(row % 4 + 1)..], probability => Assert.Equal(0.0, probability));
        }
    }

    [Fact]
    public void Impossible_sizes_are_named()
    {
        Assert.Contains(
            "32 channels cannot be divided among 5 heads",
            Refused(Config with { HeadCount = 5 }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "number of layers is 0",
            Refused(Config with { LayerCount = 0 }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "vocabulary size is 1",
            Refused(Config with { VocabularySize = 1 }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "context length is -1",
            Refused(Config with { ContextLength = -1 }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "elements",
            Refused(Config with { ChannelCount = 1 << 20 }),
            StringComparison.Ordinal
        );

        static string Refused(GptConfig config) =>
            Assert
                .Throws<ArgumentException>(() => new Gpt<float>(config, new RandomGenerator(1)))
                .Message;
    }

    [Fact]
    public void Tokens_that_do_not_fit_are_named()
    {
        var model = new Gpt<float>(Config, new RandomGenerator(1));
        Assert.Contains(
            "17 positions",
            Assert
                .Throws<ArgumentException>(() => model.Forward(Indices.Of(new int[17], [1, 17])))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "(3)",
            Assert.Throws<ArgumentException>(() => model.Forward(Indices.Of(1, 2, 3))).Message,
            StringComparison.Ordinal
        );
        Assert.ThrowsAny<ArgumentException>(() => model.Forward(Indices.Of([27], [1, 1])));
    }

    [Fact]
    public void The_same_seed_gives_the_same_model()
    {
        var tokens = Indices.Of([0, 3, 4], [1, 3]);
        var first = new Gpt<float>(Config, new RandomGenerator(5)).Forward(tokens).ToArray();
        Assert.Equal(
            first,
            new Gpt<float>(Config, new RandomGenerator(5)).Forward(tokens).ToArray()
        );
        Assert.NotEqual(
            first,
            new Gpt<float>(Config, new RandomGenerator(6)).Forward(tokens).ToArray()
        );
    }
}
