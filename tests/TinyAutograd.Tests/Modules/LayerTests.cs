namespace TinyAutograd.Tests.Modules;

/// <summary>Each layer against a loop written by hand.</summary>
public class LayerTests
{
    private const double Tolerance = 1e-13; // fewer than 100 roundings of numbers below 10

    [Theory]
    [InlineData(new[] { 3 })]
    [InlineData(new[] { 4, 3 })]
    [InlineData(new[] { 2, 4, 3 })]
    [InlineData(new[] { 0, 3 })]
    public void Linear_is_a_weighted_sum_per_output(int[] sizes)
    {
        var layer = new Linear<double>(3, 5, new RandomGenerator(1));
        var x = Variable.Normal<double>(Shape.Of(sizes), new RandomGenerator(2));
        var y = layer.Forward(x);
        Assert.Equal(x.Shape.With(-1, 5), y.Shape);
        var (input, output) = (x.ToArray(), y.ToArray());
        var (weight, bias) = (layer.Weight.Value.ToArray(), layer.Bias!.Value.ToArray());
        for (var row = 0; row < input.Length / 3; row++)
        {
            for (var o = 0; o < 5; o++)
            {
                var sum = bias[o];
                for (var i = 0; i < 3; i++)
                {
                    sum += input[row * 3 + i] * weight[o * 3 + i];
                }
                Assert.Equal(sum, output[row * 5 + o], Tolerance);
            }
        }
    }

    [Fact]
    public void Linear_draws_weight_and_bias_within_one_over_the_root_of_its_inputs()
    {
        var layer = new Linear<float>(16, 500, new RandomGenerator(1));
        Assert.InRange(layer.Weight.Value.ToArray().Max(MathF.Abs), 0.249f, 0.25f);
        Assert.InRange(layer.Bias!.Value.ToArray().Max(MathF.Abs), 0.24f, 0.25f);
        Assert.Equal(500 * 17, layer.ParameterCount);
    }

    [Fact]
    public void Linear_takes_initializers_and_may_have_no_bias()
    {
        var layer = new Linear<float>(
            2,
            3,
            new RandomGenerator(1),
            hasBias: false,
            weightInitializer: Initializers.Constant(2f)
        );
        Assert.Null(layer.Bias);
        Assert.Equal(["weight"], layer.NamedParameters.Select(pair => pair.Key));
        Assert.Equal([6f, 6f, 6f], layer.Forward(Variable.Of([1f, 2f])).ToArray());
        Assert.Throws<ArgumentException>(() => layer.Forward(Variable.Of([1f, 2f, 3f])));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new Linear<float>(0, 1, new RandomGenerator(1))
        );
    }

    [Fact]
    public void A_head_tied_to_an_embedding_shares_its_table()
    {
        var table = new Embedding<double>(5, 3, new RandomGenerator(1));
        var head = new Linear<double>(table.Weight);
        Assert.Same(table.Weight, head.Parameters.Single());
        using var tape = new Tape<double>();
        var logits = head.Forward(table.Forward(Indices.Of(2)));
        Assert.Equal(Shape.Of(1, 5), logits.Shape);
        // loss = w₂·w₂, of which both uses see one factor
        var loss = logits[.., 2..3].Sum();
        var gradient = tape.Gradients(loss, of: table.Parameters)[0].ToArray();
        var row = table.Weight.Value.ToArray()[6..9];
        Assert.Equal(row.Select(value => 2 * value), gradient[6..9]);
        Assert.All(gradient[..6].Concat(gradient[9..]), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Embedding_takes_rows_and_its_gradient_counts_their_uses()
    {
        var table = new Embedding<double>(4, 2, new RandomGenerator(1));
        var indices = Indices.Of([
            [3, 0, 3],
            [1, 3, 0],
        ]);
        using var tape = new Tape<double>();
        var y = table.Forward(indices);
        Assert.Equal(Shape.Of(2, 3, 2), y.Shape);
        var (rows, weight) = (y.ToArray(), table.Weight.Value.ToArray());
        for (var i = 0; i < indices.Length; i++)
        {
            Assert.Equal(
                weight[(2 * indices[i])..(2 * indices[i] + 2)],
                rows[(2 * i)..(2 * i + 2)]
            );
        }
        Assert.Equal(
            [2.0, 2, 1, 1, 0, 0, 3, 3],
            tape.Gradients(y.Sum(), of: table.Parameters)[0].ToArray()
        );
        Assert.ThrowsAny<ArgumentException>(() => table.Forward(Indices.Of(4)));
        Assert.ThrowsAny<ArgumentException>(() => table.Forward(Indices.Of(-1)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LayerNorm_gives_mean_0_and_variance_1_then_gain_and_bias(bool hasBias)
    {
        const double Epsilon = 1e-3;
        var layer = new LayerNorm<double>(5, Epsilon, hasBias);
        Assert.Equal(hasBias ? 10 : 5, layer.ParameterCount);
        var random = new RandomGenerator(3);
        foreach (var parameter in layer.Parameters)
        {
            parameter.Assign(Variable.Normal<double>([5], random).AsSpan());
        }
        var x = Variable.Normal<double>([2, 3, 5], random, mean: 4);
        var (input, output) = (x.ToArray(), layer.Forward(x).ToArray());
        var gain = layer.Weight.Value.ToArray();
        var bias = layer.Bias?.Value.ToArray() ?? new double[5];
        for (var row = 0; row < 6; row++)
        {
            var values = input[(row * 5)..(row * 5 + 5)];
            var mean = values.Average();
            var variance = values.Average(value => (value - mean) * (value - mean));
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal(
                    (values[i] - mean) / Math.Sqrt(variance + Epsilon) * gain[i] + bias[i],
                    output[row * 5 + i],
                    Tolerance
                );
            }
        }
    }

    [Fact]
    public void RmsNorm_divides_by_the_root_mean_square()
    {
        const double Epsilon = 1e-3;
        var layer = new RmsNorm<double>(4, Epsilon);
        var random = new RandomGenerator(3);
        layer.Weight.Assign(Variable.Normal<double>([4], random).AsSpan());
        var x = Variable.Normal<double>([3, 4], random);
        var (input, output) = (x.ToArray(), layer.Forward(x).ToArray());
        var gain = layer.Weight.Value.ToArray();
        for (var row = 0; row < 3; row++)
        {
            var values = input[(row * 4)..(row * 4 + 4)];
            var root = Math.Sqrt(values.Average(value => value * value) + Epsilon);
            for (var i = 0; i < 4; i++)
            {
                Assert.Equal(values[i] / root * gain[i], output[row * 4 + i], Tolerance);
            }
        }
    }

    [Fact]
    public void Norms_start_as_plain_normalization()
    {
        Assert.All(new RmsNorm<float>(3).Weight.Value.ToArray(), value => Assert.Equal(1, value));
        var norm = new LayerNorm<float>(3);
        Assert.All(norm.Weight.Value.ToArray(), value => Assert.Equal(1, value));
        Assert.All(norm.Bias!.Value.ToArray(), value => Assert.Equal(0, value));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm<float>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RmsNorm<float>(3, -1));
        Assert.Throws<ArgumentException>(() => norm.Forward(Variable.Zeros<float>([2, 4])));
    }
}
