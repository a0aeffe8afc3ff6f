namespace TinyAutograd.Tests.Modules;

public class DropoutTests
{
    private const int Count = 40_000;

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void In_training_a_share_p_becomes_0_and_the_rest_keeps_the_mean(double p)
    {
        var y = new Dropout<double>(p, seed: 1)
            .Forward(Variable.Full<double>([Count], 3))
            .ToArray();
        var kept = y.Where(value => value != 0).ToArray();
        Assert.All(kept, value => Assert.Equal(3 / (1 - p), value, 1e-14));
        // five standard deviations of the binomial distribution
        var bound = 5 * Math.Sqrt(Count * p * (1 - p));
        Assert.InRange(kept.Length, Count * (1 - p) - bound, Count * (1 - p) + bound);
    }

    [Fact]
    public void Neighbours_are_dropped_independently()
    {
        const double P = 0.3;
        var dropped = new Dropout<float>(P, seed: 2)
            .Forward(Variable.Ones<float>([Count]))
            .ToArray()
            .Select(value => value == 0)
            .ToArray();
        for (var distance = 1; distance <= 8; distance++)
        {
            var pairs = Enumerable
                .Range(0, Count - distance)
                .Count(i => dropped[i] && dropped[i + distance]);
            // Var of a sum of products of neighbours: at most n·p²(1 − p²) + 2n·p³(1 − p)
            var bound = 5 * Math.Sqrt(Count * (P * P * (1 - P * P) + 2 * P * P * P * (1 - P)));
            Assert.InRange(
                pairs,
                (Count - distance) * P * P - bound,
                (Count - distance) * P * P + bound
            );
        }
    }

    [Fact]
    public void In_evaluation_and_with_probability_0_the_input_passes_untouched()
    {
        var x = Variable.Of([1f, 2f]);
        var dropout = new Dropout<float>(0.5, seed: 1);
        var model = new Sequential<float>(dropout);
        model.Evaluate();
        Assert.Same(x, model.Forward(x));
        Assert.Equal(0UL, dropout.RandomState.Position);
        model.Train();
        Assert.NotSame(x, model.Forward(x));
        Assert.Same(x, new Dropout<float>(0, seed: 1).Forward(x));
    }

    [Fact]
    public void Each_pass_drops_others_and_a_restored_state_drops_the_same()
    {
        var x = Variable.Ones<float>([64]);
        var dropout = new Dropout<float>(0.5, seed: 1);
        dropout.Forward(x);
        var state = dropout.RandomState;
        var second = dropout.Forward(x).ToArray();
        var third = dropout.Forward(x).ToArray();
        Assert.NotEqual(second, third);
        var resumed = new Dropout<float>(0.5, seed: 99) { RandomState = state };
        Assert.Equal(second, resumed.Forward(x).ToArray());
        Assert.Equal(third, resumed.Forward(x).ToArray());
    }

    [Fact]
    public void The_gradient_passes_where_the_element_did()
    {
        using var tape = new Tape<double>();
        var x = Variable.Ones<double>([100]);
        var y = new Dropout<double>(0.4, seed: 5).Forward(x);
        Assert.Equal(y.ToArray(), tape.Gradient(y.Sum(), x).ToArray());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void An_impossible_probability_is_refused(double p) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout<float>(p, seed: 1));
}
