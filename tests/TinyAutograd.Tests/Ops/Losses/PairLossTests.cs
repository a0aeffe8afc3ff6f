namespace TinyAutograd.Tests.Ops.Losses;

public class PairLossTests
{
    private static readonly Variable<double> Zero = Variable.Of(0.0);
    private static readonly Variable<double> One = Variable.Of(1.0);

    public static TheoryData<string> Losses => [.. All.Keys];

    private static readonly Dictionary<
        string,
        Func<Variable<double>, Variable<double>, LossReduction, Variable<double>>
    > All = new()
    {
        ["Mse"] = (x, t, r) => x.Mse(t, r),
        ["L1"] = (x, t, r) => x.L1(t, r),
        ["Huber"] = (x, t, r) => x.Huber(t, 0.5, r),
        ["BinaryCrossEntropy"] = (x, t, r) => x.BinaryCrossEntropy(t, r),
        ["BinaryCrossEntropyWithLogits"] = (x, t, r) => x.BinaryCrossEntropyWithLogits(t, r),
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public void Mean_and_sum_reduce_the_single_losses(string name)
    {
        var x = Variable.Uniform<double>([3, 7], new RandomGenerator(1), 0.01, 0.99);
        var t = Variable.Uniform<double>([3, 7], new RandomGenerator(2));
        var losses = All[name](x, t, LossReduction.None);
        Assert.Equal([3, 7], losses.Shape);
        Assert.Equal(losses.ToArray().Sum(), All[name](x, t, LossReduction.Sum).Item(), 1e-13);
        Assert.Equal(losses.ToArray().Average(), All[name](x, t, LossReduction.Mean).Item(), 1e-14);
    }

    // e⁻¹⁰⁰ is the last probability whose logarithm is not clamped, for the kernel and for the rule.
    [Fact]
    public void The_gradient_of_binary_cross_entropy_goes_down_to_the_clamp()
    {
        var p = Variable.Of(Math.Exp(-100));
        var below = Variable.Of(Math.BitDecrement(p.Item()));
        foreach (var isRule in new[] { false, true })
        {
            using var outer = isRule ? new Tape<double>() : null;
            Assert.Equal(-1 / p.Item(), Gradient(p));
            Assert.Equal(0, Gradient(below));
        }

        static double Gradient(Variable<double> p) =>
            Differentiate.Gradient(p => p.BinaryCrossEntropy(One), p).Item();
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Kernels_agree_with_the_composition_for_predictions_and_targets(string name)
    {
        var x = Variable.Uniform<double>([41], new RandomGenerator(1), 0.01, 0.99);
        var t = Variable.Uniform<double>([41], new RandomGenerator(2));
        var dy = Variable.Normal<double>([41], new RandomGenerator(3));
        using var tape = new Tape<double>();
        var fused = tape.Gradients(All[name](x, t, LossReduction.None), [x, t], dy);
        using var outer = new Tape<double>();
        using var inner = new Tape<double>();
        var composed = inner.Gradients(All[name](x, t, LossReduction.None), [x, t], dy);
        for (var i = 0; i < 2; i++)
        {
            for (var j = 0; j < 41; j++)
            {
                var (want, got) = (composed[i].AsSpan()[j], fused[i].AsSpan()[j]);
                Assert.Equal(want, got, 1e-14 * (1 + Math.Abs(want)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Shapes_must_be_equal_as_broadcasting_would_hide_a_mistake(string name)
    {
        var error = Assert.Throws<ArgumentException>(() =>
            All[name]
                (Variable.Zeros<double>([4, 1]), Variable.Zeros<double>([4]), LossReduction.Mean)
        );
        Assert.StartsWith(name, error.Message, StringComparison.Ordinal);
        Assert.Contains("(4, 1) and the targets (4)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void L1_has_no_slope_where_the_prediction_is_exact()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([1.0, 2, 3]);
        var t = Variable.Of([2.0, 2, 2]);
        Assert.Equal([-1.0, 0, 1], tape.Gradient(x.L1(t, LossReduction.Sum), x).ToArray());
    }

    [Fact]
    public void Huber_is_square_within_delta_and_linear_beyond()
    {
        var x = Variable.Of([0.5, -2.0, 2.0, 5.0]);
        var t = Variable.Zeros<double>([4]);
        using var tape = new Tape<double>();
        var losses = x.Huber(t, delta: 2, LossReduction.None);
        Assert.Equal([0.125, 2, 2, 8], losses.ToArray());
        Assert.Equal([0.5, -2, 2, 2], tape.Gradient(losses.Sum(), x).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Huber(t, delta: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Huber(t, delta: double.NaN));
    }

    [Fact]
    public void Certain_and_wrong_costs_a_hundred_nats_and_certain_and_right_nothing()
    {
        Assert.Equal(100, Zero.BinaryCrossEntropy(One).Item());
        Assert.Equal(100, One.BinaryCrossEntropy(Zero).Item());
        Assert.Equal(0, One.BinaryCrossEntropy(One).Item());
        Assert.Equal(0, Zero.BinaryCrossEntropy(Zero).Item());
    }

    [Fact]
    public void At_certainty_the_clamped_logarithm_has_no_slope()
    {
        var p = Variable.Of([0.0, 1.0, 0.0, 1.0]);
        var t = Variable.Of([1.0, 0.0, 0.0, 1.0]);
        using (var tape = new Tape<double>())
        {
            var byKernel = tape.Gradient(p.BinaryCrossEntropy(t, LossReduction.Sum), p);
            Assert.Equal([0.0, 0, 1, -1], byKernel.ToArray());
        }
        using var outer = new Tape<double>();
        using var inner = new Tape<double>();
        var composed = inner.Gradient(p.BinaryCrossEntropy(t, LossReduction.Sum), p);
        Assert.Equal([0.0, 0, 1, -1], composed.ToArray());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void What_is_no_probability_is_named_with_its_position(double p)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            Variable.Of([0.5, p]).BinaryCrossEntropy(Variable.Zeros<double>([2]))
        );
        Assert.Contains("at position 1 is not in [0, 1]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(-40)]
    [InlineData(700)]
    public void With_logits_a_small_loss_keeps_its_digits_and_a_large_one_is_finite(double x)
    {
        var right = Variable.Of(x > 0 ? 1.0 : 0.0);
        using var tape = new Tape<double>();
        var logit = Variable.Of(x);
        var small = logit.BinaryCrossEntropyWithLogits(right);
        var large = logit.BinaryCrossEntropyWithLogits(1.0 - right);
        var tiny = Math.Exp(-Math.Abs(x)); // ln(1 + tiny), to double's precision
        Assert.Equal(tiny, small.Item(), 1e-15 * tiny);
        Assert.Equal(Math.Abs(x), large.Item());
        Assert.Equal(-Math.Sign(x) * tiny, tape.Gradient(small, logit).Item(), 1e-15 * tiny);
    }
}
