namespace TinyAutograd.Tests.Modules;

public class MlpTests
{
    [Fact]
    public void Xor_is_learned_in_300_steps()
    {
        Variable<float> inputs = Variable.Of<float>([
            [0, 0],
            [0, 1],
            [1, 0],
            [1, 1],
        ]); // (4, 2)
        Variable<float> targets = Variable.Of<float>([
            [0],
            [1],
            [1],
            [0],
        ]); // (4, 1)
        var model = new Mlp<float>(sizes: [2, 8, 1], seed: 42);
        var adamW = new AdamW<float>(model.Parameters, learningRate: 0.05f);
        var last = float.NaN;
        for (var step = 1; step <= 300; step++)
        {
            using var tape = new Tape<float>();
            var loss = (model.Forward(inputs) - targets).Square().Mean();
            adamW.Step(tape.Gradients(loss, of: model.Parameters));
            last = loss.Item();
        }
        Assert.InRange(last, 0, 0.01f);
        Assert.Equal(
            [0f, 1f, 1f, 0f],
            model.Forward(inputs).ToArray().Select(y => MathF.Abs(MathF.Round(y)))
        );
    }

    [Fact]
    public void Layers_are_linear_with_the_activation_between()
    {
        var model = new Mlp<double>([3, 4, 5, 2], x => x.Sigmoid(), seed: 1);
        var x = Variable.Normal<double>([6, 3], new RandomGenerator(2));
        var parameters = model.Parameters.Select(p => p.Value.ToArray()).ToArray();
        var y = model.Forward(x).ToArray();
        for (var row = 0; row < 6; row++)
        {
            var values = x.ToArray()[(row * 3)..(row * 3 + 3)];
            for (var layer = 0; layer < 3; layer++)
            {
                var (weight, bias) = (parameters[2 * layer], parameters[2 * layer + 1]);
                var size = values.Length;
                values =
                [
                    .. bias.Select(
                        (b, o) => b + values.Select((v, i) => v * weight[o * size + i]).Sum()
                    ),
                ];
                if (layer < 2)
                {
                    values = [.. values.Select(v => 1 / (1 + Math.Exp(-v)))];
                }
            }
            Assert.Equal(values[0], y[row * 2], 1e-14);
            Assert.Equal(values[1], y[row * 2 + 1], 1e-14);
        }
    }

    [Fact]
    public void Names_count_and_summary_show_the_layers()
    {
        var model = new Mlp<float>(sizes: [2, 8, 1], seed: 42);
        Assert.Equal(
            ["0.weight", "0.bias", "1.weight", "1.bias"],
            model.NamedParameters.Select(pair => pair.Key)
        );
        Assert.Equal(33, model.ParameterCount);
        Assert.Equal(
            """
            Mlp · 33 parameters
              0: Linear · 24 parameters
                weight (8, 2) · 16
                bias (8) · 8
              1: Linear · 9 parameters
                weight (1, 8) · 8
                bias (1) · 1

            """,
            model.ToString()
        );
    }

    [Fact]
    public void The_seed_decides_the_weights()
    {
        var first = new Mlp<float>([2, 3, 1], seed: 5).ExportParameters();
        var same = new Mlp<float>([2, 3, 1], seed: 5).ExportParameters();
        var other = new Mlp<float>([2, 3, 1], seed: 6).ExportParameters();
        Assert.All(first, pair => Assert.Equal(pair.Value.ToArray(), same[pair.Key].ToArray()));
        Assert.All(first, pair => Assert.NotEqual(pair.Value.ToArray(), other[pair.Key].ToArray()));
    }

    [Fact]
    public void Impossible_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Mlp<float>([2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Mlp<float>([2, 0, 1]));
        Assert.Throws<ArgumentException>(() =>
            new Mlp<float>([2, 1]).Forward(Variable.Zeros<float>([4, 3]))
        );
    }

    [Fact]
    public void A_perceptron_without_hidden_layers_is_linear()
    {
        var model = new Mlp<double>([2, 1], _ => throw new InvalidOperationException());
        var x = Variable.Of([1.0, 2.0]);
        Assert.Equal(
            x.Linear(model.Parameters[0], model.Parameters[1]).Item(),
            model.Forward(x).Item()
        );
    }
}
