using TinyAutograd.Transformer.Tests.Inspection;

namespace TinyAutograd.Transformer.Tests.Model;

/// <summary>Rotary positions and shared keys against what they must equal.</summary>
public class AttentionKindTests
{
    private static readonly Indices Tokens = Indices.Of([0, 7, 3, 3, 10, 1, 4, 4], [2, 4]);

    // Equal tokens have equal queries and keys before they are turned: what differs between scores is the distance alone.
    [Fact]
    public void Rotary_scores_depend_on_the_distance_of_positions_only()
    {
        var scores = ScoresOfEqualTokens("rotary");
        for (var i = 0; i < 5; i++)
        {
            for (var j = 0; j < 5; j++)
            {
                Assert.Equal(scores[i, j], scores[i + 1, j + 1], precision: 12);
            }
        }
        Assert.True(Math.Abs(scores[5, 0] - scores[5, 5]) > 1e-3);
        var learned = ScoresOfEqualTokens("GPT-2");
        Assert.True(Math.Abs(learned[0, 0] - learned[1, 1]) > 1e-3);
    }

    [Fact]
    public void Without_positions_before_it_a_rotary_model_begins_with_the_token_alone()
    {
        var model = ModelKindTests.Model("rotary");
        Assert.Null(model.PositionEmbedding);
        Assert.DoesNotContain("wpe.weight", model.NamedParameters.Select(pair => pair.Key));
        Assert.Equal(model.TokenEmbedding.Forward(Tokens).ToArray(), model.Embed(Tokens).ToArray());
    }

    [Fact]
    public void As_many_key_heads_as_heads_are_plain_attention()
    {
        var plain = ModelKinds.Config("GPT-2");
        Assert.Equal(
            new Gpt<double>(plain, new RandomGenerator(1)).Forward(Tokens).ToArray(),
            new Gpt<double>(plain with { KeyValueHeadCount = 4 }, new RandomGenerator(1))
                .Forward(Tokens)
                .ToArray()
        );
    }

    [Theory]
    [InlineData("grouped")]
    [InlineData("multi-query, rotary")]
    [InlineData("all at once")]
    public void Shared_keys_and_values_are_plain_attention_with_repeated_weights(string kind)
    {
        var grouped = ModelKindTests.Model(kind);
        var config = grouped.Config;
        var plain = Samples.Model<double>(config: config with { KeyValueHeadCount = null });
        foreach (var (name, parameter) in plain.NamedParameters)
        {
            var own = grouped.NamedParameters.Single(pair => pair.Key == name).Value.Value;
            parameter.Assign(
                name.Contains("c_attn", StringComparison.Ordinal)
                    ? own.IndexSelect(Repeated(config), -1).AsSpan()
                    : own.AsSpan()
            );
        }
        ModelKindTests.Near(
            plain.Forward(Tokens).ToArray(),
            grouped.Forward(Tokens).ToArray(),
            1e-12
        );
    }

    // Which column of the shared ones each column of queries, keys and values is.
    private static Indices Repeated(GptConfig config)
    {
        var (size, shared) = (config.HeadSize, config.KeyValueHeadCount!.Value);
        var sharing = config.HeadCount / shared;
        var columns = Enumerable.Range(0, config.ChannelCount).ToList();
        for (var part = 0; part < 2; part++)
        {
            for (var head = 0; head < config.HeadCount; head++)
            {
                var start = config.ChannelCount + (part * shared + head / sharing) * size;
                columns.AddRange(Enumerable.Range(start, size));
            }
        }
        return Indices.Of([.. columns]);
    }

    private static double[,] ScoresOfEqualTokens(string kind)
    {
        var trace = ModelKindTests.Model(kind).Trace(Indices.Of([3, 3, 3, 3, 3, 3], [1, 6]));
        var numbers = trace[0, TraceName.Scores][0, 2].ToArray(); // (T, T) of one head
        var scores = new double[6, 6];
        Buffer.BlockCopy(numbers, 0, scores, 0, numbers.Length * sizeof(double));
        return scores;
    }
}
