namespace TinyAutograd.Tests.Ops.Selection;

public class ComparisonTests
{
    private const double NaN = double.NaN;

    [Theory]
    [InlineData(1, 2, false, false, true, true, false, true)]
    [InlineData(2, 1, true, true, false, false, false, true)]
    [InlineData(2, 2, false, true, false, true, true, false)]
    [InlineData(0, -0.0, false, true, false, true, true, false)]
    [InlineData(NaN, 1, false, false, false, false, false, true)]
    [InlineData(1, NaN, false, false, false, false, false, true)]
    [InlineData(NaN, NaN, false, false, false, false, false, true)]
    [InlineData(double.PositiveInfinity, 1e308, true, true, false, false, false, true)]
    public void Comparisons_follow_ieee_754(
        double left,
        double right,
        bool greater,
        bool greaterOrEqual,
        bool less,
        bool lessOrEqual,
        bool equal,
        bool notEqual
    )
    {
        var (a, b) = (Variable.Of(left), Variable.Of(right));
        Assert.Equal(greater, a.IsGreater(b)[0]);
        Assert.Equal(greater, a.IsGreater(right)[0]);
        Assert.Equal(greater, (a > b)[0]);
        Assert.Equal(greater, (a > right)[0]);
        Assert.Equal(greater, (left > b)[0]);
        Assert.Equal(greaterOrEqual, a.IsGreaterOrEqual(b)[0]);
        Assert.Equal(greaterOrEqual, a.IsGreaterOrEqual(right)[0]);
        Assert.Equal(greaterOrEqual, (a >= b)[0]);
        Assert.Equal(greaterOrEqual, (a >= right)[0]);
        Assert.Equal(greaterOrEqual, (left >= b)[0]);
        Assert.Equal(less, a.IsLess(b)[0]);
        Assert.Equal(less, a.IsLess(right)[0]);
        Assert.Equal(less, (a < b)[0]);
        Assert.Equal(less, (a < right)[0]);
        Assert.Equal(less, (left < b)[0]);
        Assert.Equal(lessOrEqual, a.IsLessOrEqual(b)[0]);
        Assert.Equal(lessOrEqual, a.IsLessOrEqual(right)[0]);
        Assert.Equal(lessOrEqual, (a <= b)[0]);
        Assert.Equal(lessOrEqual, (a <= right)[0]);
        Assert.Equal(lessOrEqual, (left <= b)[0]);
        Assert.Equal(equal, a.IsEqual(b)[0]);
        Assert.Equal(equal, a.IsEqual(right)[0]);
        Assert.Equal(notEqual, a.IsNotEqual(b)[0]);
        Assert.Equal(notEqual, a.IsNotEqual(right)[0]);
    }

    [Fact]
    public void Comparisons_broadcast_like_every_op()
    {
        var a = Variable.Of<double>([
            [1],
            [2],
            [3],
        ]);
        var b = Variable.Of<double>([1, 2, 3, 4]);
        var mask = a >= b;
        Assert.Equal([3, 4], mask.Shape);
        bool[] expected =
        [
            true,
            false,
            false,
            false,
            true,
            true,
            false,
            false,
            true,
            true,
            true,
            false,
        ];
        Assert.Equal(expected, mask.ToArray());
        Assert.Equal(expected, (b <= a).ToArray());
        Assert.Equal([true, true, false, false], (Variable.Of(2.0) >= b).ToArray());
        Assert.Equal([false, true, true, true], (b >= Variable.Of(2.0)).ToArray());
    }

    [Fact]
    public void Comparing_nothing_gives_an_empty_mask()
    {
        var none = Variable.Zeros<float>([2, 0]);
        Assert.Equal([2, 0], (none > 1).Shape);
        Assert.Equal([2, 0], none.IsEqual(Variable.Zeros<float>([2, 1])).Shape);
    }

    [Fact]
    public void A_comparison_is_not_recorded_and_its_mask_outlives_the_tape()
    {
        Mask mask;
        using (var tape = new Tape<double>())
        {
            mask = -Variable.Of([1.0, 3]) < 0.5;
            Assert.Single(tape.Entries);
        }
        Assert.True(mask.All());
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_named_with_the_comparison()
    {
        var (a, b) = (Variable.Zeros<double>([2]), Variable.Zeros<double>([3]));
        Assert.StartsWith(
            "IsLess: (2) and (3) cannot be broadcast",
            Assert.Throws<ArgumentException>(() => a < b).Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "IsNotEqual: (2) and (3)",
            Assert.Throws<ArgumentException>(() => a.IsNotEqual(b)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_variable_of_a_closed_tape_is_refused_even_where_nothing_is_compared()
    {
        Variable<double> stale;
        using (new Tape<double>())
        {
            stale = -Variable.Of(1.0);
        }
        Assert.Throws<ObjectDisposedException>(() => stale < Variable.Zeros<double>([0]));
        Assert.Throws<ObjectDisposedException>(() => Variable.Zeros<double>([0]) < stale);
    }

    [Fact]
    public void A_missing_operand_is_refused() =>
        Assert.Throws<ArgumentNullException>(() => Variable.Of(1.0) > (Variable<double>)null!);
}
