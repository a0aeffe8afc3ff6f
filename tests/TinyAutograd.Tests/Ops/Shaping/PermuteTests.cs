using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Ops.Shaping;

public class PermuteTests
{
    [Theory]
    [InlineData(new[] { 3, 70, 65 }, new[] { 0, 2, 1 })]
    [InlineData(new[] { 2, 16, 4, 8 }, new[] { 0, 2, 1, 3 })]
    [InlineData(new[] { 2, 3, 4, 5, 6 }, new[] { 4, 0, 3, 1, 2 })]
    [InlineData(new[] { 300, 200 }, new[] { 1, 0 })]
    [InlineData(new[] { 2, 2, 2, 2, 2, 2, 2, 2 }, new[] { 7, 5, 3, 1, 0, 2, 4, 6 })]
    [InlineData(new[] { 2, 0, 3 }, new[] { 2, 1, 0 })]
    public void Every_element_moves_to_its_place(int[] sizes, int[] order)
    {
        var shape = Shape.Of(sizes);
        var x = Variable.Arange<double>(0, shape.ElementCount).Reshape(shape);
        var y = x.Permute(order);
        var strides = new int[sizes.Length];
        StridedCopy.RowMajor(sizes, strides);
        var values = y.ToArray();
        for (var flat = 0; flat < values.Length; flat++)
        {
            var (rest, expected) = (flat, 0);
            for (var axis = order.Length - 1; axis >= 0; axis--)
            {
                (rest, var position) = Math.DivRem(rest, sizes[order[axis]]);
                expected += position * strides[order[axis]];
            }
            Assert.Equal(expected, values[flat]);
        }
    }

    [Fact]
    public void Moving_only_axes_of_size_1_copies_nothing()
    {
        var x = Variable.Zeros<double>([2, 1, 3]);
        Assert.True(x.AsSpan().Overlaps(x.Permute(1, 0, 2).AsSpan()));
        Assert.False(x.AsSpan().Overlaps(x.Permute(2, 1, 0).AsSpan()));
    }

    [Fact]
    public void Each_axis_is_named_once()
    {
        var x = Variable.Zeros<double>([2, 3]);
        foreach (
            var axes in (int[][])
                [
                    [0],
                    [0, 0],
                    [0, 1, 1],
                ]
        )
        {
            var error = Assert.Throws<ArgumentException>(() => x.Permute(axes));
            Assert.Contains(
                "must name each axis of (2, 3) once",
                error.Message,
                StringComparison.Ordinal
            );
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Permute(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Variable.Zeros<double>([2]).Transpose());
        Assert.Equal([3, 2], x.Transpose().Shape);
        Assert.Equal([2, 3], x.Transpose(1, -1).Shape);
    }

    [Fact]
    public void Repeat_tiles_the_whole()
    {
        var x = Variable.Of<double>([
            [1, 2],
            [3, 4],
        ]);
        Assert.Equal([1, 2, 1, 2, 3, 4, 3, 4], x.Repeat(1, 2).ToArray());
        Assert.Equal([3, 2, 2], x.Repeat(3, 1, 1).Shape);
        Assert.Equal([0, 2], x.Repeat(0, 1).Shape);
        Assert.Equal([2, 2], Variable.Of(1.0).Repeat(2, 2).Shape);
        Assert.Throws<ArgumentException>(() => x.Repeat(2));
        using var tape = new Tape<double>();
        var y = x.Repeat(2, 1, 3);
        var dx = tape.Gradient(y, x, upstream: Variable.Arange<double>(0, 24).Reshape(y.Shape));
        Assert.Equal([48, 54, 84, 90], dx.ToArray());
        Assert.Equal([0, 0, 0, 0], tape.Gradient(x.Repeat(0, 2).Sum(), x).ToArray());
    }

    [Fact]
    public void Triangles_need_matrices()
    {
        var x = Variable.Ones<double>([2, 3]);
        Assert.Equal([1, 0, 0, 1, 1, 0], x.Tril().ToArray());
        Assert.Equal([0, 1, 1, 0, 0, 1], x.Triu(1).ToArray());
        Assert.Equal(x.ToArray(), x.Triu(int.MinValue).ToArray());
        Assert.Equal(x.ToArray(), x.Tril(int.MaxValue).ToArray());
        var error = Assert.Throws<ArgumentException>(() => Variable.Ones<double>([2]).Triu());
        Assert.Contains("Triu: (2) has no last two axes", error.Message, StringComparison.Ordinal);
    }
}
