using TinyAutograd.Transformer.Tests.Model;

namespace TinyAutograd.Transformer.Tests.Inspection;

public class ModelTableTests
{
    private static readonly GptConfig Lab = new() { VocabularySize = 27 };

    [Fact]
    public void From_the_default_model_to_GPT_2()
    {
        var table = ModelTable.ToGpt2(Lab);
        Assert.Equal(
            [(2L, 12L), (4L, 12L), (32L, 768L), (16L, 1_024L), (27L, 50_257L)],
            table.Sizes.Select(row => (row.Here, row.There))
        );
        Assert.Equal((26_848, 124_439_808), (table.WeightTotal.Here, table.WeightTotal.There));
        Assert.Equal([6, 3, 24, 64], table.Sizes.Take(4).Select(row => row.Ratio));
        Assert.Equal(124_439_808.0 / 26_848, table.WeightTotal.Ratio);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_parts_sum_to_the_total(bool hasTiedHead)
    {
        var table = ModelTable.ToGpt2(Samples.Config with { HasTiedHead = hasTiedHead });
        Assert.Equal(table.WeightTotal.Here, table.Weights.Sum(row => row.Here));
        Assert.Equal(table.WeightTotal.There, table.Weights.Sum(row => row.There));
        Assert.Equal(table.OperationTotal.Here, table.Operations.Sum(row => row.Here));
        Assert.Equal(table.OperationTotal.There, table.Operations.Sum(row => row.There));
    }

    [Theory]
    [MemberData(nameof(ModelKinds.Names), MemberType = typeof(ModelKinds))]
    public void The_parts_sum_to_the_total_for_every_kind(string kind)
    {
        var config = ModelKinds.Config(kind);
        var table = ModelTable.ToGpt2(config);
        Assert.Equal(table.WeightTotal.Here, table.Weights.Sum(row => row.Here));
        Assert.Equal(table.OperationTotal.Here, table.Operations.Sum(row => row.Here));
        Assert.Equal(config.TrainingOperationCount, table.OperationTotal.Here);
    }

    [Theory]
    [MemberData(nameof(ModelKinds.Names), MemberType = typeof(ModelKinds))]
    public void The_weights_of_each_part_are_those_of_the_built_model(string kind)
    {
        var config = ModelKinds.Config(kind);
        var counts = Samples
            .Model<float>(config: config)
            .NamedParameters.GroupBy(
                pair => PartOf(pair.Key),
                (part, pairs) => (part, count: pairs.Sum(pair => (long)pair.Value.Length))
            )
            .ToDictionary(group => group.part, group => group.count);
        var table = ModelTable.ToGpt2(config);
        Assert.Equal(7, table.Weights.Count);
        Assert.All(
            table.Weights,
            row => Assert.Equal(counts.GetValueOrDefault(row.Name), row.Here)
        );

        static string PartOf(string name) =>
            name switch
            {
                "wte.weight" => "token embedding",
                "wpe.weight" => "position embedding",
                "lm_head.weight" => "output head",
                _ when name.StartsWith("ln_f.", StringComparison.Ordinal) => "final layer norm",
                _ when name.Contains(".ln_", StringComparison.Ordinal) => "layer norms",
                _ when name.Contains(".attn.", StringComparison.Ordinal) => "attention",
                _ when name.Contains(".mlp.", StringComparison.Ordinal) => "feed-forward",
                _ => name,
            };
    }

    // Counted on a tape: a product of (…, I) with (I, O) makes as many multiply-adds as its result has numbers, times I.
    [Fact]
    public void The_operations_are_three_times_the_products_of_a_recorded_forward_pass()
    {
        var (batch, length) = (2, Samples.Config.ContextLength);
        var model = Samples.Model<float>();
        using var tape = new Tape<float>();
        model.Trace(Indices.Of(new int[batch * length], [batch, length]));
        var products = tape.Entries.Where(entry => entry.Op.Name is "linear" or "matMul").ToArray();
        Assert.Equal(2 * 6 + 1, products.Length); // a block: qkv, scores, z, output, wide, back
        var forward = products.Sum(entry => 2L * entry.Output.Length * entry.Inputs[0].Shape[-1]);
        var table = ModelTable.ToGpt2(Samples.Config);
        Assert.Equal(3 * forward, table.OperationTotal.Here * batch * length);
    }

    [Fact]
    public void Impossible_models_are_refused() =>
        Assert.Throws<ArgumentException>(() => ModelTable.ToGpt2(Lab with { HeadCount = 5 }));
}
