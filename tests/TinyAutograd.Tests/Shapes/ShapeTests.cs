namespace TinyAutograd.Tests.Shapes;

public class ShapeTests
{
    [Theory]
    [InlineData(new[] { 3, 1 }, new[] { 1, 4 }, new[] { 3, 4 })]
    [InlineData(new[] { 5, 3, 1 }, new[] { 4 }, new[] { 5, 3, 4 })]
    [InlineData(new int[0], new[] { 2, 3 }, new[] { 2, 3 })]
    [InlineData(new[] { 1 }, new[] { 0 }, new[] { 0 })]
    public void Shapes_broadcast_from_the_last_axis(int[] a, int[] b, int[] expected)
    {
        Assert.Equal(Shape.Of(expected), Broadcasting.Broadcast("op", Shape.Of(a), Shape.Of(b)));
        Assert.Equal(Shape.Of(expected), Broadcasting.Broadcast("op", Shape.Of(b), Shape.Of(a)));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Variable.Zeros<float>([3, 2]) + Variable.Zeros<float>([3])
        );
        Assert.Contains("add: (3, 2) and (3)", error.Message, StringComparison.Ordinal);
        Assert.False(Broadcasting.TryBroadcast([2], [0], out _));
    }

    [Fact]
    public void Shapes_are_edited_by_axis()
    {
        Shape shape = [2, 3, 4];
        Assert.Equal([2, 3, 9], shape.With(-1, 9));
        Assert.Equal([2, 4], shape.Without(1));
        Assert.Equal([2, 3, 4, 1], shape.Insert(-1));
        Assert.Equal([7, 2, 3, 4], shape.Insert(0, 7));
        Assert.Equal([2, 3, 4, 5], shape.Concat([5]));
        Assert.Equal(24, shape.ElementCount);
        Assert.Equal(4, shape[-1]);
        Assert.Equal("(2, 3, 4)", shape.ToString());
        int[] sizes = [.. shape, 5];
        Assert.Equal([2, 3, 4, 5], sizes); // a shape spreads its sizes, however many elements it has
        Assert.Equal(1, default(Shape).ElementCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => shape[3]);
    }

    [Fact]
    public void A_shape_has_at_most_two_billion_elements_those_that_a_zero_takes_away_included()
    {
        Assert.Equal(2_000_000_000, Shape.Of(20_000, 100_000).ElementCount);
        Assert.Equal(0, Shape.Of(2_000_000_000, 0).ElementCount);
        Refuses("A shape of (2000000001) has more than 2,000,000,000 elements.", 2_000_000_001);
        Refuses(
            "A shape of (20000, 0, 100001) has more than 2,000,000,000 elements.",
            20_000,
            0,
            100_001
        );
        Refuses(
            "A shape of (2147483647, 2147483647) has more than 2,000,000,000 elements.",
            int.MaxValue,
            int.MaxValue
        );

        static void Refuses(string message, params int[] sizes) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => Shape.Of(sizes)).Message);
    }

    [Fact]
    public void Axes_are_all_some_or_none()
    {
        Shape shape = [2, 3, 4];
        Assert.Equal(Shape.Scalar, default(Axes).Reduce("sum", shape, keepDims: false));
        Assert.Equal([3], Axes.Of(0, -1).Reduce("sum", shape, keepDims: false));
        Assert.Equal([2, 1, 4], ((Axes)1).Reduce("sum", shape, keepDims: true));
        Assert.Equal(shape, Axes.Of().Reduce("sum", shape, keepDims: false));
        Assert.Throws<ArgumentException>(() =>
            Axes.Of(2, -1).Reduce("sum", shape, keepDims: false)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            ((Axes)3).Reduce("sum", shape, keepDims: false)
        );
        Assert.Throws<ArgumentException>(() => Axes.Of(1, 1));
    }

    [Fact]
    public void An_index_from_the_end_counts_axes_and_not_elements()
    {
        Shape shape = [4, 2, 7];
        Assert.Equal(7, shape[^1]);
        Assert.Equal(4, shape[^3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => shape[^0]);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => shape[^4]);
        Assert.Contains("Axis -4", error.Message, StringComparison.Ordinal);
    }
}
