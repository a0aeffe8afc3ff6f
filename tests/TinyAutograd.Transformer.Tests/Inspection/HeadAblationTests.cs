namespace TinyAutograd.Transformer.Tests.Inspection;

public class HeadAblationTests
{
    private static readonly Batch[] Batches =
    [
        Batch.Of(Samples.Tokenizer, ["abba", "jig", "a"], Samples.Config.ContextLength),
        Batch.Of(Samples.Tokenizer, ["facade"], Samples.Config.ContextLength),
    ];

    // A head's result reaches the stream only through its D rows of the output projection: without them it is as if it found nothing.
    [Fact]
    public void A_model_without_a_head_is_the_model_whose_projection_ignores_it()
    {
        var tokens = Batches[0].Tokens;
        for (var layer = 0; layer < 2; layer++)
        {
            for (var head = 0; head < 3; head++)
            {
                var model = Samples.Model<double>();
                var without = model.ForwardWithoutHead(tokens, layer, head).ToArray();
                Assert.NotEqual(model.Forward(tokens).ToArray(), without);
                var weight = model.Blocks[layer].Attention.Output.Weight; // (C, C)
                var values = weight.Value.ToArray();
                values.AsSpan(head * 4 * 12, 4 * 12).Clear();
                weight.Assign(values);
                Assert.InRange(
                    Samples.Difference(model.Forward(tokens).ToArray(), without),
                    0,
                    1e-12
                );
            }
        }
    }

    [Fact]
    public void The_loss_with_all_heads_is_the_model_s_and_counts_every_prediction_once()
    {
        var model = Samples.Model<double>();
        var losses = Batches.Select(batch => model.Loss(batch).Item()).ToArray();
        var expected = (losses[0] * 11 + losses[1] * 7) / 18; // 5 + 4 + 2 predictions, and 7
        var ablations = model.AblateHeads(Batches);
        Assert.Equal(6, ablations.Count);
        Assert.All(ablations, ablation => Assert.Equal(expected, ablation.Loss, precision: 12));
    }

    [Fact]
    public void Each_result_names_its_head_and_the_difference_is_what_the_head_is_worth()
    {
        var model = Samples.Model<float>();
        foreach (var ablation in model.AblateHeads(Batches))
        {
            var without = model.LossWithoutHead(Batches, ablation.Layer, ablation.Head);
            Assert.Equal(without, ablation.LossWithout);
            Assert.Equal(without - ablation.Loss, ablation.Difference);
            Assert.NotEqual(0.0, ablation.Difference);
        }
    }

    [Fact]
    public void A_head_that_writes_nothing_is_worth_nothing()
    {
        var model = Samples.Model<double>();
        var weight = model.Blocks[1].Attention.Output.Weight;
        weight.Assign(new double[weight.Length]);
        var worth = model.AblateHeads(Batches);
        Assert.All(
            worth.Skip(3),
            ablation => Assert.Equal(0.0, ablation.Difference, precision: 12)
        );
        Assert.All(
            worth.Take(3),
            ablation => Assert.NotEqual(0.0, ablation.Difference, precision: 6)
        );
    }

    [Fact]
    public void Heads_that_do_not_exist_and_batches_without_predictions_are_named()
    {
        var model = Samples.Model<float>();
        Assert.Contains(
            "no head 3 in layer 0",
            Assert
                .Throws<ArgumentOutOfRangeException>(() => model.LossWithoutHead(Batches, 0, 3))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => model.LossWithoutHead(Batches, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.LossWithoutHead(Batches, -1, 0));
        Assert.Contains(
            "nothing to predict",
            Assert.Throws<ArgumentException>(() => model.AblateHeads([])).Message,
            StringComparison.Ordinal
        );
    }
}
