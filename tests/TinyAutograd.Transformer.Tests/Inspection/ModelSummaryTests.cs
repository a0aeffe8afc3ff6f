using TinyAutograd.Transformer.Tests.Model;

namespace TinyAutograd.Transformer.Tests.Inspection;

public class ModelSummaryTests
{
    [Theory]
    [MemberData(nameof(ModelKinds.Names), MemberType = typeof(ModelKinds))]
    public void The_tensors_sum_to_the_weights_and_the_rest_follows_from_the_sizes(string kind)
    {
        var model = ModelKindTests.Model(kind);
        var (config, summary) = (model.Config, model.Summary());
        Assert.Equal(
            model.NamedParameters.Select(pair => (pair.Key, pair.Value.Shape)),
            summary.Tensors.Rows.Select(row => (row.Name, row.Shape))
        );
        Assert.Equal(config.WeightCount, summary.Tensors.WeightCount);
        Assert.Equal(config.WeightCount, summary.Tensors.Rows.Sum(row => row.WeightCount));
        Assert.Equal(
            (config.ForwardOperationCount, config.TrainingOperationCount),
            (summary.ForwardOperationCount, summary.TrainingOperationCount)
        );
        Assert.Equal(8 * config.WeightCount, summary.WeightBytes);
        Assert.Equal(4 * 8 * config.WeightCount, summary.TrainingBytes);
    }

    [Fact]
    public void Sharing_keys_makes_the_cache_smaller()
    {
        Assert.Equal(2L * 2 * 6 * 16 * 8, ModelKindTests.Model("GPT-2").Summary().CacheBytes);
        Assert.Equal(2L * 2 * 6 * 8 * 8, ModelKindTests.Model("grouped").Summary().CacheBytes);
    }

    [Fact]
    public void As_a_table()
    {
        var config = new GptConfig
        {
            VocabularySize = 1_003,
            ContextLength = 2,
            LayerCount = 1,
            HeadCount = 1,
            ChannelCount = 2,
            HasBiases = false,
        };
        Assert.Equal(
            """
            tensor                  shape      weights
            wte.weight              (1003, 2)    2,006
            wpe.weight              (2, 2)           4
            h.0.ln_1.weight         (2)              2
            h.0.attn.c_attn.weight  (2, 6)          12
            h.0.attn.c_proj.weight  (2, 2)           4
            h.0.ln_2.weight         (2)              2
            h.0.mlp.c_fc.weight     (2, 8)          16
            h.0.mlp.c_proj.weight   (8, 2)          16
            ln_f.weight             (2)              2
            total                                2,064
            operations per token  4,124 forward, 12,372 in training
            memory in bytes  8,256 weights, 33,024 in training, 32 cache of a full context

            """,
            new Gpt<float>(config, new RandomGenerator(1)).Summary().ToString()
        );
    }
}
