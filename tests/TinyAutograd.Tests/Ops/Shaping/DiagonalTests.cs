namespace TinyAutograd.Tests.Ops.Shaping;

public class DiagonalTests
{
    private static readonly Variable<double> X = Variable.Of<double>([
        [1, 2, 3],
        [4, 5, 6],
    ]);

    [Theory]
    [InlineData(0, new double[] { 1, 5 })]
    [InlineData(1, new double[] { 2, 6 })]
    [InlineData(2, new double[] { 3 })]
    [InlineData(-1, new double[] { 4 })]
    [InlineData(3, new double[] { })]
    [InlineData(-2, new double[] { })]
    [InlineData(int.MaxValue, new double[] { })]
    [InlineData(int.MinValue, new double[] { })]
    public void Diagonals_lie_above_and_below_and_may_be_empty(int offset, double[] expected)
    {
        Assert.Equal(expected, X.Diagonal(offset).ToArray());
        Assert.Equal(expected.Sum(), X.Trace(offset).Item());
    }

    [Fact]
    public void Second_derivative_of_a_trace_of_a_product_is_the_transposition()
    {
        // f(x) = tr(x·x) has the gradient 2xᵀ.
        var x = Variable.Normal<double>([3, 3], new RandomGenerator(1));
        var gradient = Differentiate.Gradient(x => x.MatMul(x).Trace(), at: x);
        Assert.Equal((2 * x.Transpose()).ToArray(), gradient.ToArray());
    }

    [Fact]
    public void Roll_without_an_axis_walks_through_all_elements()
    {
        Assert.Equal([6, 1, 2, 3, 4, 5], X.Roll(1).ToArray());
        Assert.Equal([3, 1, 2, 6, 4, 5], X.Roll(1, 1).ToArray());
        Assert.Equal([4, 5, 6, 1, 2, 3], X.Roll(-3, 0).ToArray());
        Assert.Equal(X.ToArray(), X.Roll(6).ToArray());
    }

    [Fact]
    public void Tile_fills_missing_counts_in_front_where_repeat_refuses()
    {
        Assert.Equal([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6], X.Tile(2).ToArray());
        Assert.Equal(X.Repeat(1, 2).ToArray(), X.Tile(2).ToArray());
        Assert.Equal([2, 2, 3], X.Tile(2, 1, 1).Shape);
        Assert.Throws<ArgumentException>(() => X.Repeat(2));
    }
}
