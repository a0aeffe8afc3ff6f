namespace TinyAutograd.Tests.Ops.Indexing;

public class IndexerTests
{
    private static readonly Variable<double> X = Variable.Arange<double>(0, 12).Reshape([3, 4]);

    [Fact]
    public void A_position_drops_its_axis_and_a_range_keeps_it()
    {
        Assert.Equal([1, 2, 5, 6, 9, 10], X[.., 1..3].ToArray());
        Assert.Equal([3, 2], X[.., 1..3].Shape);
        Assert.Equal([8, 9, 10, 11], X[^1].ToArray());
        Assert.Equal([4], X[^1].Shape);
        Assert.Equal([0, 1, 2, 3], X[0, ..].ToArray());
        Assert.Equal([1, 5, 9], X[.., 1].ToArray());
        Assert.Equal([1, 4], X[0..1].Shape);
        Assert.Equal([6, 7], X[1, ^2..].ToArray());
        Assert.Equal([3, 0], X[.., 4..].Shape);
        Assert.Equal(Shape.Scalar, X[2, 3].Shape);
        Assert.Equal(11, X[2, 3].Item());
        Assert.Equal(11, X[^1][^1].Item());
    }

    [Theory]
    [InlineData(3, "Index 3 is not within axis 0 of (3, 4), which has size 3")]
    [InlineData(-1, "Write ^1 to count from the end")]
    public void A_position_outside_names_axis_index_and_shape(int position, string message)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => X[position]);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_outside_names_axis_range_and_shape()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => X[.., 2..9]);
        Assert.Contains(
            "Index 2..9 is not within axis 1 of (3, 4)",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => X[^0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => X[^4..]);
        Assert.Throws<ArgumentOutOfRangeException>(() => X[2..1]);
        var tooMany = Assert.Throws<ArgumentException>(() => X[0, 0, 0]);
        Assert.Contains(
            "Index [0, 0, 0] names 3 axes; (3, 4) has 2.",
            tooMany.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_gradient_stands_in_its_place_among_zeros()
    {
        using var tape = new Tape<double>();
        var x = X.Detach();
        Assert.Equal(
            [0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0],
            tape.Gradient(x[1, 2..].Sum() * 2.0, x).ToArray()
        );
        Assert.Equal(
            [0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0],
            tape.Gradient(x[^1, 0] * 8.0, x).ToArray()
        );
        _ = x[2];
        Assert.Equal("slice([2:3, 0:4])", tape.Entries[^1].Op.ToString());
    }

    [Fact]
    public void An_index_reads_as_it_was_written()
    {
        Assert.Equal("2", ((AxisIndex)2).ToString());
        Assert.Equal("^1", ((AxisIndex)(^1)).ToString());
        Assert.Equal("1..^2", ((AxisIndex)(1..^2)).ToString());
        Assert.Equal((AxisIndex)(..), (AxisIndex)(0..^0));
    }
}
