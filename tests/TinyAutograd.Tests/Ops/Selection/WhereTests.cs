using System.Numerics;

namespace TinyAutograd.Tests.Ops.Selection;

public class WhereTests
{
    [Fact]
    public void What_is_not_chosen_has_no_effect_not_even_nan()
    {
        using var tape = new Tape<double>();
        var mask = Mask.Of(true, false);
        var a = Variable.Of([1.0, double.NaN]);
        var b = Variable.Of([double.PositiveInfinity, 4.0]);
        var y = mask.Where(a, b);
        Assert.Equal([1.0, 4], y.ToArray());
        var upstream = Variable.Of([5.0, 7]);
        var gradients = tape.Gradients(y, of: [a, b], upstream: upstream);
        Assert.Equal([5.0, 0], gradients[0].ToArray());
        Assert.Equal([0.0, 7], gradients[1].ToArray());
    }

    [Fact]
    public void Choosing_between_a_variable_and_itself_gives_the_whole_gradient()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([1.0, 2]);
        var y = Mask.Of(true, false).Where(x, x);
        var gradient = tape.Gradients(y, of: [x], upstream: Variable.Of([5.0, 7]))[0];
        Assert.Equal([5.0, 7], gradient.ToArray());
    }

    public static TheoryData<int[], int[], int[]> Shapes =>
        new()
        {
            { [], [], [] },
            { [3, 1, 2], [4, 1], [1, 2] },
            { [2, 1, 3, 1], [3, 5], [5] },
            { [5], [2, 1, 1], [3, 1] },
            { [], [7], [] },
            { [7], [], [] },
            { [], [], [2, 9] },
            { [2, 9], [1, 9], [2, 1] },
            { [1, 1, 6], [4, 1, 1], [1, 3, 1] },
            { [0], [1], [1] },
            { [2, 0, 3], [3], [] },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Broadcasting_three_ways_is_what_expanding_first_would_give(
        int[] mask,
        int[] a,
        int[] b
    )
    {
        Compare<double>(Shape.Of(mask), Shape.Of(a), Shape.Of(b));
        Compare<float>(Shape.Of(mask), Shape.Of(a), Shape.Of(b));
    }

    [Fact]
    public void Rows_of_every_length_are_selected_exactly()
    {
        for (var length = 0; length < 20; length++)
        {
            Compare<double>([length], [length], [length]);
            Compare<float>([length], [length], [length]);
        }
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_named()
    {
        var mask = Mask.Of(true, false);
        var error = Assert.Throws<ArgumentException>(() =>
            mask.Where(Variable.Zeros<double>([3]), Variable.Zeros<double>([4, 1]))
        );
        Assert.StartsWith(
            "Where: condition (2), (3) and (4, 1) cannot be broadcast together",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() =>
            mask.Where(Variable.Zeros<double>([3]), Variable.Zeros<double>([4]))
        );
    }

    [Fact]
    public void Masked_fill_replaces_and_stops_the_gradient()
    {
        using var tape = new Tape<float>();
        var scores = Variable.Ones<float>([2, 3, 3]);
        var y = scores.MaskedFill(!Mask.Causal(3), float.NegativeInfinity);
        Assert.Equal(6, y.IsEqual(float.NegativeInfinity).Count());
        Assert.Equal(scores.Shape, y.Shape);
        var gradient = tape.Gradients(y, of: [scores], upstream: Variable.Ones<float>(y.Shape))[0];
        Assert.Equal([1f, 0, 0, 1, 1, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1], gradient.ToArray());
    }

    [Fact]
    public void Masked_fill_never_makes_its_variable_larger()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Variable.Zeros<double>([3]).MaskedFill(Mask.Causal(3), 0)
        );
        Assert.StartsWith(
            "MaskedFill: mask (3, 3) does not broadcast to (3).",
            error.Message,
            StringComparison.Ordinal
        );
    }

    private static void Compare<T>(Shape mask, Shape a, Shape b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (x, z) = (Count<T>(a, 100), Count<T>(b, 1000));
        var numbers = Enumerable.Range(0, mask.ElementCount).Select(i => i * 7 % 5 < 2);
        var condition = Mask.Of(numbers.ToArray(), mask);
        var y = condition.Where(x, z);

        var chosen = Variable.Of<T>([.. condition.ToArray().Select(m => m ? T.One : T.Zero)], mask);
        var (m, p, q) = (chosen.Expand(y.Shape), x.Expand(y.Shape), z.Expand(y.Shape));
        for (var i = 0; i < y.Length; i++)
        {
            var expected = m.AsSpan()[i] == T.One ? p.AsSpan()[i] : q.AsSpan()[i];
            Assert.Equal(expected, y.AsSpan()[i]);
        }
    }

    private static Variable<T> Count<T>(Shape shape, int first)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Variable.Of<T>(
            [.. Enumerable.Range(first, shape.ElementCount).Select(i => T.CreateTruncating(i))],
            shape
        );
}
