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
        // Of more than one element the sum of squares is not 0, and 0 degrees of freedom would make it infinite.
        Assert.Equal(double.NaN, x.Var(correction: 2).Item());
        Assert.Equal(double.NaN, x.Std(correction: 3).Item());
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
    public void Gradients_of_reductions_of_nothing_have_gradients_of_0()
    {
        var x = Variable.Zeros<double>([2, 0]);
        Func<Variable<double>>[] reductions =
        [
            () => x.Sum(1),
            () => x.Mean(1),
            () => x.Var(1),
            () => x.Std(1, correction: 0),
            () => x.LogSumExp(1),
        ];
        foreach (var reduce in reductions)
        {
            using var outer = new Tape<double>();
            var dy = Variable.Of([3.0, 4]);
            using var inner = new Tape<double>();
            var dx = inner.Gradient(reduce(), x, dy);
            inner.Dispose();
            Assert.Equal([0, 0], outer.Gradient(dx.Sum(), dy).ToArray());
        }
    }

    [Fact]
    public void A_mask_must_be_given()
    {
        Assert.Throws<ArgumentNullException>(() => default(Mask)!.Any(0));
        Assert.Throws<ArgumentNullException>(() => default(Mask)!.All(0));
    }

    [Fact]
    public void Truth_of_nothing_is_none_and_all()
    {
        var empty = Mask.Of([], [2, 0]);
        Assert.Equal([false, false], empty.Any(1).ToArray());
        Assert.Equal([true, true], empty.All(1).ToArray());
    }
}
