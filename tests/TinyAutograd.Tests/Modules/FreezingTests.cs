namespace TinyAutograd.Tests.Modules;

public class FreezingTests
{
    private static readonly Variable<float> X = Variable.Normal<float>(
        [8, 3],
        new RandomGenerator(1)
    );

    [Fact]
    public void Frozen_parameters_keep_their_bits_through_20_steps_and_the_others_learn()
    {
        var model = new Mlp<float>([3, 5, 2], seed: 2);
        var first = model.Children[0].Value;
        first.Freeze();
        var before = Values(model);
        var adamW = new AdamW<float>(model.Parameters, learningRate: 0.1, weightDecay: 0.1);
        for (var step = 0; step < 20; step++)
        {
            using var tape = new Tape<float>();
            var loss = model.Forward(X).Square().Mean();
            adamW.Step(tape.Gradients(loss, of: model.TrainableParameters));
        }
        var after = Values(model);
        for (var i = 0; i < before.Length; i++)
        {
            var bits = before[i].Select(BitConverter.SingleToInt32Bits);
            Assert.Equal(
                first.Parameters.Contains(model.Parameters[i]),
                bits.SequenceEqual(after[i].Select(BitConverter.SingleToInt32Bits))
            );
        }
        Assert.Equal(2, model.TrainableParameters.Count);
    }

    [Fact]
    public void An_optimizer_refuses_a_frozen_parameter_before_anything_changes()
    {
        var model = new Mlp<float>([3, 5, 2], seed: 2);
        var frozen = model.Parameters[^1];
        frozen.IsFrozen = true;
        var before = Values(model);
        var sgd = new Sgd<float>(model.Parameters, learningRate: 0.1);
        using (var tape = new Tape<float>())
        {
            var gradients = tape.Gradients(model.Forward(X).Sum(), of: model.Parameters);
            var error = Assert.Throws<InvalidOperationException>(() => sgd.Step(gradients));
            Assert.Contains($"'{frozen.Name}' is frozen", error.Message, StringComparison.Ordinal);
            Assert.Equal(before, Values(model));
            model.Unfreeze();
            sgd.Step(gradients);
        }
        Assert.All(before.Zip(Values(model)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Fact]
    public void Loading_changes_frozen_parameters_too()
    {
        var (model, other) = (new Mlp<float>([3, 2], seed: 1), new Mlp<float>([3, 2], seed: 2));
        model.Freeze();
        model.LoadParameters(other.ExportParameters());
        Assert.Equal(Values(other), Values(model));
        Assert.Empty(model.TrainableParameters);
    }

    [Fact]
    public void A_summary_counts_all_and_what_can_be_trained()
    {
        var model = new Mlp<double>([3, 400, 2], seed: 1);
        Assert.Equal(model.ParameterCount, model.Summary().WeightCount);
        Assert.Equal(model.ParameterCount, model.Summary().TrainableWeightCount);
        model.Parameters[0].IsFrozen = true;
        Assert.Equal(
            """
            tensor     shape     weights
            0.weight   (400, 3)    1,200  frozen
            0.bias     (400)         400
            1.weight   (2, 400)      800
            1.bias     (2)             2
            total                  2,402
            trainable              1,202

            """,
            model.Summary().ToString()
        );
    }

    private static float[][] Values(Module<float> model) =>
        [.. model.Parameters.Select(parameter => parameter.Value.ToArray())];
}
