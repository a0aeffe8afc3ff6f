namespace TinyAutograd.Tests.Ops.Fused;

public class NormTests
{
    [Fact]
    public void Rows_have_mean_zero_and_variance_one()
    {
        var x = Variable.Normal<double>(
            [3, 50],
            new RandomGenerator(1),
            mean: 7,
            standardDeviation: 3
        );
        var y = x.LayerNorm(eps: 0);
        Assert.All(y.Sum(1).ToArray(), sum => Assert.Equal(0, sum, 1e-12));
        Assert.All((y * y).Sum(1).ToArray(), sum => Assert.Equal(50, sum, 1e-12));
        Assert.All(
            (x.RmsNorm(eps: 0) is var z ? z * z : z).Sum(1).ToArray(),
            sum => Assert.Equal(50, sum, 1e-12)
        );
    }

    [Fact]
    public void A_bias_without_a_weight_is_a_bias()
    {
        var x = Variable.Of<double>([
            [1, 3],
        ]);
        var bias = Variable.Of([10.0, 20.0]);
        using var tape = new Tape<double>();
        var y = x.LayerNorm(bias: bias, eps: 0);
        Assert.Equal([9.0, 21.0], y.ToArray());
        Assert.Equal([1.0, 1.0], tape.Gradient(y.Sum(), bias).ToArray());
    }

    [Fact]
    public void A_constant_row_gives_the_bias()
    {
        var x = Variable.Full<double>([2, 3], 5);
        var y = x.LayerNorm(Variable.Ones<double>([3]), Variable.Of([1.0, 2, 3]));
        Assert.Equal([1.0, 2, 3, 1, 2, 3], y.ToArray());
    }

    [Fact]
    public void A_weight_that_is_also_the_bias_receives_both_gradients()
    {
        var x = Variable.Normal<double>([4, 3], new RandomGenerator(2));
        var w = Variable.Of([0.5, 1, 2]);
        using var tape = new Tape<double>();
        var both = tape.Gradient(x.LayerNorm(w, w).Sum(), w);
        var b = Variable.Of([0.5, 1, 2]);
        var apart = tape.Gradients(x.LayerNorm(w, b).Sum(), [w, b]);
        Assert.Equal((apart[0] + apart[1]).ToArray(), both.ToArray());
    }

    [Fact]
    public void Misfits_name_the_shapes()
    {
        var x = Variable.Ones<double>([2, 3]);
        Assert.Contains(
            "the weight (2) must be (3), the last sizes of x (2, 3)",
            Assert.Throws<ArgumentException>(() => x.LayerNorm(Variable.Ones<double>([2]))).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => x.RmsNorm(Variable.Ones<double>([2, 3])));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.LayerNorm(axisCount: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.RmsNorm(axisCount: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.LayerNorm(eps: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.RmsNorm(eps: double.NaN));
    }
}
