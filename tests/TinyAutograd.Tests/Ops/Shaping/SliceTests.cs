namespace TinyAutograd.Tests.Ops.Shaping;

public class SliceTests
{
    private static readonly Variable<double> Digits = Variable.Arange<double>(0, 10);

    [Theory]
    [InlineData(null, null, 1, new double[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(-3, null, 1, new double[] { 7, 8, 9 })]
    [InlineData(null, -8, 1, new double[] { 0, 1 })]
    [InlineData(1, 8, 3, new double[] { 1, 4, 7 })]
    [InlineData(-100, 100, 9, new double[] { 0, 9 })]
    [InlineData(2, 3, int.MaxValue, new double[] { 2 })]
    [InlineData(6, 3, 1, new double[] { })]
    [InlineData(100, null, 2, new double[] { })]
    public void Slices_are_those_of_Python(int? start, int? stop, int step, double[] expected) =>
        Assert.Equal(expected, Digits.Slice(0, start, stop, step).ToArray());

    [Fact]
    public void A_slice_needs_an_axis_and_a_step_forward()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Slice(1));
        Assert.Contains(
            "Slice: axis 1 is not an axis of (10)",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Slice(0, step: 0));
    }

    [Fact]
    public void Gradients_of_overlapping_slices_add_up()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([1.0, 2, 3, 4]);
        var y = x.Slice(0, 0, 3) * x.Slice(0, 1) + x.Slice(0, step: 2).Sum();
        Assert.Equal([5, 4, 9, 3], tape.Gradient(y.Sum(), x).ToArray());
    }

    [Fact]
    public void Pieces_put_together_are_the_whole()
    {
        var x = Digits.Reshape([2, 5]);
        var pieces = x.Split([2, 0, 3], axis: 1);
        Assert.Equal([0, 1, 5, 6], pieces[0].ToArray());
        Assert.Equal([2, 0], pieces[1].Shape);
        Assert.Equal(x.ToArray(), VariableOps.Cat(pieces, axis: -1).ToArray());
        var error = Assert.Throws<ArgumentException>(() => x.Split([2, 2], axis: 1));
        Assert.Contains(
            "add up to 4; axis 1 of (2, 5) has size 5",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Split([6, -1], axis: 1));
    }

    [Fact]
    public void Chunks_have_equal_sizes_but_the_last()
    {
        Assert.Equal([4, 4, 2], Digits.Chunk(3).Select(piece => piece.Length));
        Assert.Equal([2, 2, 2], Digits.Slice(0, 0, 6).Chunk(4).Select(piece => piece.Length));
        Assert.Equal([0, 0], Variable.Zeros<double>([0]).Chunk(2).Select(piece => piece.Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Chunk(0));
    }

    [Fact]
    public void Parts_must_fit_together()
    {
        Variable<double>[] parts = [Variable.Zeros<double>([2, 3]), Variable.Zeros<double>([2, 4])];
        Assert.Equal([2, 7], VariableOps.Cat(parts, axis: 1).Shape);
        var cat = Assert.Throws<ArgumentException>(() => VariableOps.Cat(parts));
        Assert.Contains(
            "(2, 3) and (2, 4) differ elsewhere than on axis 0",
            cat.Message,
            StringComparison.Ordinal
        );
        var stack = Assert.Throws<ArgumentException>(() => VariableOps.Stack(parts));
        Assert.Contains("(2, 3) and (2, 4) differ", stack.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => VariableOps.Cat<double>([]));
        Assert.Throws<ArgumentException>(() => VariableOps.Stack<double>([]));
    }

    [Fact]
    public void Margins_are_one_pair_per_axis_and_not_negative()
    {
        Assert.Equal([7, 0, 1, 7, 7], Digits.Slice(0, 0, 2).Pad([(1, 2)], 7).ToArray());
        Assert.Equal([4.0], Variable.Of(4.0).Pad([]).ToArray());
        Assert.Throws<ArgumentException>(() => Digits.Pad([(1, 1), (1, 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Pad([(-1, 1)]));
    }
}
