namespace TinyAutograd.Tests.Ops.Fused;

public class SoftmaxTests
{
    private const double NegativeInfinity = double.NegativeInfinity;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Probabilities_sum_to_one_along_the_axis(int axis)
    {
        var x = Variable.Normal<double>([4, 5, 6], new RandomGenerator(1), standardDeviation: 10);
        var y = x.Softmax(axis);
        Assert.All(y.ToArray(), p => Assert.InRange(p, 0, 1));
        // Each of n ≤ 6 terms is rounded, and their sum n times.
        Assert.All(
            y.Sum(axis).ToArray(),
            sum => Assert.InRange(sum, 1 - 12 * 1.2e-16, 1 + 12 * 1.2e-16)
        );
    }

    [Fact]
    public void A_common_offset_and_huge_logits_change_nothing()
    {
        var small = Variable.Of([0.0, 1, 3]).Softmax().ToArray();
        Assert.Equal(small, Variable.Of([1024.0, 1025, 1027]).Softmax().ToArray());
        Assert.Equal([0.0, 1, 0], Variable.Of([-1e308, 1e308, 0]).Softmax().ToArray());
        Assert.Equal(
            [NegativeInfinity, 0, -1e308],
            Variable.Of([-1e308, 1e308, 0]).LogSoftmax().ToArray()
        );
    }

    [Fact]
    public void A_masked_logit_has_no_probability_and_no_gradient_to_order_two()
    {
        var x = Variable.Of([1.0, NegativeInfinity, 2, NegativeInfinity]);
        var weights = Variable.Of([3.0, 5, 7, 11]);
        using var outer = new Tape<double>();
        Variable<double> first;
        using (var tape = new Tape<double>())
        {
            var y = x.Softmax();
            Assert.Equal(0, y.AsSpan()[1]);
            first = tape.Gradient((y * weights).Sum(), x);
        }
        var second = outer.Gradient((first * weights).Sum(), x).ToArray();
        Assert.Equal(0, first.AsSpan()[1]);
        Assert.Equal(0, second[1]);
        Assert.Equal(0, second[3]);
        Assert.All(second, value => Assert.True(double.IsFinite(value)));
        // The others behave as if the masked were not there.
        using var small = new Tape<double>();
        var x2 = Variable.Of([1.0, 2]);
        var alone = small.Gradient((x2.Softmax() * Variable.Of([3.0, 7])).Sum(), x2).ToArray();
        Assert.Equal(alone[0], first.AsSpan()[0], 1e-15);
        Assert.Equal(alone[1], first.AsSpan()[2], 1e-15);
    }

    [Fact]
    public void A_log_probability_of_minus_infinity_takes_no_gradient_along()
    {
        var x = Variable.Of([1.0, NegativeInfinity, 2]);
        using var tape = new Tape<double>();
        var y = x.LogSoftmax();
        Assert.Equal(NegativeInfinity, y.AsSpan()[1]);
        var dx = tape.Gradient(y, x, upstream: Variable.Of([1.0, 0, 0])).ToArray();
        Assert.Equal(0, dx[1]);
        Assert.Equal(0, dx[0] + dx[2], 1e-15);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_row_without_an_answer_is_not_a_number(int axis)
    {
        var x = Variable.Of<double>([
            [NegativeInfinity, NegativeInfinity],
            [NegativeInfinity, NegativeInfinity],
        ]);
        Assert.All(x.Softmax(axis).ToArray(), p => Assert.True(double.IsNaN(p)));
        Assert.All(x.LogSoftmax(axis).ToArray(), p => Assert.True(double.IsNaN(p)));
    }

    [Fact]
    public void An_axis_that_does_not_exist_is_refused()
    {
        var x = Variable.Ones<double>([2, 3]);
        Assert.Contains(
            "axis 2 is not an axis of (2, 3)",
            Assert.Throws<ArgumentOutOfRangeException>(() => x.Softmax(2)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => x.LogSoftmax(-3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Variable.Of(1.0).Softmax());
    }

    [Fact]
    public void Causal_softmax_is_zero_beyond_the_diagonal_whatever_stands_there()
    {
        var x = Variable.Of<double>([
            [1, double.NaN, double.PositiveInfinity],
            [1, 1, double.NaN],
            [0, 0, 0],
        ]);
        using var tape = new Tape<double>();
        var y = x.CausalSoftmax();
        Assert.Equal([1, 0, 0, 0.5, 0.5, 0, 1 / 3.0, 1 / 3.0, 1 / 3.0], y.ToArray());
        var dx = tape.Gradient(y, x, upstream: Variable.Arange<double>(9).Reshape([3, 3]))
            .ToArray();
        Assert.Equal([0.0, 0, 0, -0.25, 0.25, 0], dx[..6]);
    }

    [Fact]
    public void Causal_softmax_needs_square_matrices()
    {
        Assert.Throws<ArgumentException>(() => Variable.Ones<double>([2, 3]).CausalSoftmax());
        Assert.Throws<ArgumentException>(() => Variable.Ones<double>([3]).CausalSoftmax());
    }

    // A probability of 0 above the diagonal would not take NaN away.
    [Fact]
    public void The_gradient_of_a_causal_softmax_does_not_read_what_is_above_the_diagonal()
    {
        using var tape = new Tape<double>();
        var x = Variable.Zeros<double>([2, 2]);
        var dx = tape.Gradient(
            x.CausalSoftmax(),
            x,
            Variable.Of<double>([
                [1, double.NaN],
                [1, 3],
            ])
        );
        Assert.Equal([0, 0, -0.5, 0.5], dx.ToArray());
    }

    // e^1000 overflows; the largest number need not be the first along the axis.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Large_numbers_overflow_along_no_axis(int axis)
    {
        var x = Variable.Of<double>([
            [0, 1000],
            [1000, 0],
        ]);
        Assert.Equal([0, 1, 1, 0], x.Softmax(axis).ToArray());
        Assert.Equal([-1000, 0, 0, -1000], x.LogSoftmax(axis).ToArray());
    }
}
