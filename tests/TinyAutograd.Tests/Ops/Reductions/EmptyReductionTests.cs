namespace TinyAutograd.Tests.Ops.Reductions;

public class EmptyReductionTests
{
    private static readonly Variable<double> Empty = Variable.Zeros<double>([2, 0]);

    [Fact]
    public void Nothing_sums_to_0_and_multiplies_to_1()
    {
        Assert.Equal([0, 0], Empty.Sum(1).ToArray());
        Assert.Equal([1, 1], Empty.Prod(1).ToArray());
        Assert.Equal(1, Empty.Prod().Item());
    }

    [Fact]
    public void Mean_and_variance_of_nothing_are_NaN()
    {
        Assert.Equal(double.NaN, Empty.Mean().Item());
        Assert.Equal([double.NaN, double.NaN], Empty.Var(1).ToArray());
        Assert.Equal([double.NaN, double.NaN], Empty.Std(1, correction: 0).ToArray());
    }

    [Fact]
    public void Log_sum_exp_of_nothing_is_minus_infinity() =>
        Assert.Equal(
            [double.NegativeInfinity, double.NegativeInfinity],
            Empty.LogSumExp(1).ToArray()
        );

    [Fact]
    public void Too_few_elements_for_the_correction_give_NaN()
    {
        var x = Variable.Of<double>([
            [1],
            [2],
        ]);
        Assert.Equal([double.NaN, double.NaN], x.Var(1).ToArray());
        Assert.Equal([0.0, 0], x.Var(1, correction: 0).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Var(correction: -1));
    }

    [Fact]
    public void Gradients_of_reductions_of_nothing_are_empty()
    {
        using var tape = new Tape<double>();
        var x = Variable.Zeros<double>([2, 0]);
        foreach (var y in (Variable<double>[])[x.Sum(1), x.Prod(1), x.Mean(1), x.LogSumExp(1)])
        {
            Assert.Equal([2, 0], tape.Gradient(y.Sum(), x).Shape);
        }
    }

    [Fact]
    public void Truth_of_nothing_is_none_and_all()
    {
        var empty = Mask.Of([], [2, 0]);
        Assert.Equal([false, false], empty.Any(1).ToArray());
        Assert.Equal([true, true], empty.All(1).ToArray());
    }
}
