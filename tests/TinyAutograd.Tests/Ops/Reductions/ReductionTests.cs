namespace TinyAutograd.Tests.Ops.Reductions;

public class ReductionTests
{
    [Fact]
    public void Gradient_of_std_is_0_at_a_deviation_of_0_at_any_order()
    {
        using var outer = new Tape<double>();
        var x = Variable.Of<double>([
            [2, 2, 2],
            [1, 2, 4],
        ]);
        using var inner = new Tape<double>();
        var dx = inner.Gradient(x.Std(1).Sum(), x);
        Assert.Equal([0, 0, 0], dx[0].ToArray());
        Assert.All(dx[1].ToArray(), g => Assert.True(double.IsFinite(g) && g != 0));
        var direction = Variable.Of<double>([1, -2, 5]);
        inner.Dispose();
        var second = outer.Gradient((dx[0] * direction).Sum(), x);
        Assert.All(second.ToArray(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void Variance_keeps_its_digits_beside_a_large_offset()
    {
        // 1, 2, 4 have the sample variance 7/3; the offset is a power of two, so that the sums are exact.
        var x = Variable.Of([1.0, 2, 4]) + Math.Pow(2, 40);
        Assert.Equal(7.0 / 3, x.Var().Item(), 1e-12);
    }

    [Fact]
    public void Gradient_of_log_sum_exp_is_0_where_everything_is_minus_infinity()
    {
        const double inf = double.PositiveInfinity;
        var x = Variable.Of<double>([
            [-inf, -inf],
            [0, -inf],
            [1, inf],
        ]);
        Assert.Equal([-inf, 0, inf], x.LogSumExp(1).ToArray());
        Assert.Equal(
            [1, inf],
            Variable
                .Of<double>([
                    [1, inf],
                    [-inf, inf],
                ])
                .LogSumExp(0)
                .ToArray()
        );
        double[] expected = [0, 0, 1, 0, 0, double.NaN];
        using var outer = new Tape<double>();
        Assert.Equal(expected, outer.Gradient(x.LogSumExp(1).Sum(), x).ToArray());
        using var inner = new Tape<double>(); // the outer tape listens: the composed rule
        Assert.Equal(expected, inner.Gradient(x.LogSumExp(1).Sum(), x).ToArray());
    }

    [Fact]
    public void Gradient_of_a_product_needs_no_division()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of<double>([
            [2, 0, 3],
            [0, 0, 5],
            [2, 3, 4],
        ]);
        Assert.Equal([0, 6, 0, 0, 0, 0, 12, 8, 6], tape.Gradient(x.Prod(1).Sum(), x).ToArray());
        Assert.Equal([0, 0, 20, 4, 0, 12, 0, 0, 15], tape.Gradient(x.Prod(0).Sum(), x).ToArray());
    }

    [Fact]
    public void A_cumulative_sum_accumulates_in_double_precision()
    {
        var x = Variable.Full<float>([100_000], 0.1f);
        var last = x.CumSum(0)[^1].Item();
        Assert.Equal((float)(100_000 * (double)0.1f), last);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.CumSum(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Variable.Of(1.0).CumSum(0));
    }

    [Fact]
    public void Any_and_all_reduce_some_axes()
    {
        var mask = Mask.Of([true, false, false, false, true, true], [3, 2]);
        Assert.Equal([true, false, true], mask.Any(1).ToArray());
        Assert.Equal([false, false, true], mask.All(1).ToArray());
        Assert.Equal([true, true], mask.Any(0).ToArray());
        Assert.Equal([3, 1], mask.All(-1, keepDims: true).Shape);
        Assert.Equal([true], mask.Any([0, 1]).ToArray());
        Assert.Equal(mask.ToArray(), mask.All([]).ToArray());
    }
}
