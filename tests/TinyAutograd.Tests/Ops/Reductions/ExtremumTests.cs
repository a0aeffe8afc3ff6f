namespace TinyAutograd.Tests.Ops.Reductions;

public class ExtremumTests
{
    [Fact]
    public void Gradient_of_max_splits_evenly_between_ties()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of<double>([
            [3, 1, 3, 3],
            [2, 5, 4, 1],
        ]);
        var y = x.Max(1);
        Assert.Equal([3, 5], y.ToArray());
        var dx = tape.Gradient(y, x, upstream: Variable.Of<double>([6, 7]));
        Assert.Equal([2, 0, 2, 2, 0, 7, 0, 0], dx.ToArray());
    }

    [Fact]
    public void Gradient_of_min_splits_evenly_between_ties_of_unequal_zeros()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([0.0, 1, -0.0]);
        Assert.Equal([0.5, 0, 0.5], tape.Gradient(x.Min(), x).ToArray());
    }

    [Fact]
    public void The_composed_rule_splits_as_the_kernel_does()
    {
        var x = Variable.Of<double>([
            [3, 1, 3],
            [2, 5, 5],
        ]);
        using var outer = new Tape<double>(); // it listens, so that the inner one may not use kernels
        using var inner = new Tape<double>();
        Assert.Equal([1, 0, 0, 0, 1, 1], inner.Gradient(x.Max(0).Sum(), x).ToArray());
        Assert.Equal([0.5, 0, 0.5, 0, 0.5, 0.5], inner.Gradient(x.Max(1).Sum(), x).ToArray());
    }

    [Fact]
    public void NaN_is_the_extremum_and_takes_the_gradient()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([1.0, double.NaN, 7, double.NaN]);
        var largest = x.Max();
        var smallest = x.Min();
        Assert.Equal(double.NaN, largest.Item());
        Assert.Equal(double.NaN, smallest.Item());
        Assert.Equal([0, 0.5, 0, 0.5], tape.Gradient(largest, x).ToArray());
        Assert.Equal([0, 0.5, 0, 0.5], tape.Gradient(smallest, x).ToArray());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(200)]
    public void NaN_is_found_wherever_it_stands(int length)
    {
        for (var place = 0; place < length; place++)
        {
            var values = new float[length];
            values[place] = float.NaN;
            var x = Variable.Of(values);
            Assert.Equal(float.NaN, x.Max().Item());
            Assert.Equal(float.NaN, x.Reshape([1, length, 1]).Min(1).Item());
            Assert.Equal(place, x.ArgMax()[0]);
            Assert.Equal(place, x.ArgMin()[0]);
        }
    }

    [Fact]
    public void Nothing_has_no_extreme_element()
    {
        var x = Variable.Zeros<double>([2, 0]);
        foreach (Action call in (Action[])[() => x.Max(), () => x.Max(1), () => x.ArgMax(1)])
        {
            var error = Assert.Throws<ArgumentException>(call);
            Assert.Contains(
                "Max: axis 1 of (2, 0) is empty",
                error.Message,
                StringComparison.Ordinal
            );
        }
        Assert.Throws<ArgumentException>(() => x.Min());
        Assert.Throws<ArgumentException>(() => x.ArgMin());
        Assert.Equal([0], x.Max(0).Shape);
        Assert.Equal([0], x.ArgMin(0).Shape);
    }

    [Fact]
    public void Positions_are_those_of_the_first_of_equal_elements()
    {
        var x = Variable.Of<double>([
            [1, 4, 4],
            [4, 0, 0],
        ]);
        Assert.Equal(1, x.ArgMax()[0]);
        Assert.Equal(Shape.Scalar, x.ArgMax().Shape);
        Assert.Equal([1, 0], x.ArgMax(1).ToArray());
        Assert.Equal([1, 0, 0], x.ArgMax(0).ToArray());
        Assert.Equal([0, 1, 1], x.ArgMin(-2).ToArray());
        Assert.Equal([2, 1], x.ArgMin(-1, keepDims: true).Shape);
        Assert.Equal([4.0, 4], x.Gather(x.ArgMax(1, keepDims: true), 1).ToArray());
        Assert.Equal([1, 1], x.ArgMax(keepDims: true).Shape);
    }
}
