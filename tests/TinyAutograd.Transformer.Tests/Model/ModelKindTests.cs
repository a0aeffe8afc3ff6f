using TinyAutograd.Transformer.Tests.Inspection;

namespace TinyAutograd.Transformer.Tests.Model;

public class ModelKindTests
{
    public static TheoryData<string> Kinds => ModelKinds.Names;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_whole_model_has_the_gradient_of_its_differences(string kind)
    {
        var model = Model(kind);
        var batch = new Batch(
            Indices.Of([0, 3, 10, 3, 7, 1, 2, 9], [2, 4]),
            Indices.Of([3, 10, 3, 5, 1, 2, 9, Batch.Ignored], [2, 4])
        );
        var report = GradientCheck
            .Of(
                () => model.Loss(batch),
                model,
                new GradientCheckOptions
                {
                    MaxOrder = 1,
                    Directions = 2,
                    ElementLimit = 4,
                    Samples = 2,
                }
            )
            .ThrowIfFailed();
        Assert.True(report.Passed);
        Assert.True(report.Count(GradientCheckVerdict.Right) > 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_later_token_never_changes_an_earlier_logit(string kind)
    {
        var model = Model(kind);
        var (length, words) = (model.Config.ContextLength, model.Config.VocabularySize);
        for (var changed = 0; changed < length; changed++)
        {
            int[] tokens = [4, 1, 0, 10, 4, 7];
            var before = model.Forward(Indices.Of(tokens, [1, length])).ToArray();
            tokens[changed] = 9;
            var after = model.Forward(Indices.Of(tokens, [1, length])).ToArray();
            Assert.Equal(before[..(changed * words)], after[..(changed * words)]);
            for (var position = changed; position < length; position++)
            {
                var logits = (position * words)..((position + 1) * words);
                Assert.NotEqual(before[logits], after[logits]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Permuting_the_batch_permutes_the_logits(string kind)
    {
        var model = Model(kind);
        int[] first = [0, 1, 2, 3];
        int[] second = [0, 9, 8, 7];
        var together = model.Forward(Indices.Of([.. first, .. second], [2, 4])).ToArray();
        var swapped = model.Forward(Indices.Of([.. second, .. first], [2, 4])).ToArray();
        var half = together.Length / 2;
        Assert.Equal(together[..half], swapped[half..]);
        Assert.Equal(together[half..], swapped[..half]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_trace_computes_what_the_model_does_and_its_attention_rows_sum_to_one(string kind)
    {
        var model = Model(kind);
        var tokens = Indices.Of([0, 5, 9, 2, 2, 10], [1, 6]);
        var trace = model.Trace(tokens);
        Near(model.Forward(tokens).ToArray(), trace.Logits.ToArray(), 1e-12);
        for (var layer = 0; layer < model.Config.LayerCount; layer++)
        {
            var pattern = model
                .Blocks[layer]
                .Attention.Pattern(trace[layer, TraceName.AttentionNorm]); // (1, H, T, T)
            Assert.Equal([1, 4, 6, 6], pattern.Shape);
            Near(trace[layer, TraceName.Pattern].ToArray(), pattern.ToArray(), 1e-12);
            foreach (var (place, row) in pattern.ToArray().Chunk(6).Index())
            {
                Assert.Equal(1.0, row.Sum(), precision: 12);
                Assert.All(row[(place % 6 + 1)..], later => Assert.Equal(0.0, later));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_trick_ends_with_the_attention_map_of_every_head(string kind)
    {
        var config = ModelKinds.Config(kind);
        var model = Samples.Model<double>(config: config);
        for (var head = 0; head < config.HeadCount; head++)
        {
            var trick = model.Trick(Samples.Tokenizer, "abcde", layer: 1, head, seed: 3);
            Assert.All(trick.Steps[^1].Checks, check => Assert.True(check.Holds, check.Claim));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Weights_and_operations_are_counted_as_they_are(string kind)
    {
        var model = Model(kind);
        var (config, batch) = (model.Config, 3);
        Assert.Equal(model.ParameterCount, config.WeightCount);
        using var tape = new Tape<double>();
        var trace = model.Trace(
            Indices.Of(new int[batch * config.ContextLength], [batch, config.ContextLength])
        );
        // A product of (…, I) with (I, O) makes as many multiply-adds as its result has numbers, times I.
        var forward = tape
            .Entries.Where(entry => entry.Op.Name is "linear" or "matMul")
            .Sum(entry => 2L * entry.Output.Length * entry.Inputs[0].Shape[-1]);
        var tokens = batch * config.ContextLength;
        Assert.Equal(forward, config.ForwardOperationCount * tokens);
        Assert.Equal(3 * forward, config.TrainingOperationCount * tokens);
        Assert.Equal(tokens * config.VocabularySize, trace.Logits.Length);
    }

    internal static Gpt<double> Model(string kind) =>
        Samples.Model<double>(config: ModelKinds.Config(kind));

    internal static void Near(double[] expected, double[] actual, double tolerance)
    {
        var scale = Math.Max(1, expected.Max(Math.Abs));
        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(Samples.Difference(expected, actual), 0, tolerance * scale);
    }
}
