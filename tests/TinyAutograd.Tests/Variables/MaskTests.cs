namespace TinyAutograd.Tests.Variables;

/// <summary>Masks combined with broadcasting, and masks of lengths.</summary>
public class MaskTests
{
    private static readonly Mask Row = Mask.Of([true, false], [2]);
    private static readonly Mask Column = Mask.Of([true, false, true], [3, 1]);

    [Fact]
    public void Masks_are_combined_with_broadcasting()
    {
        AssertMask([true, false, false, false, true, false], Row & Column);
        AssertMask([true, false, false, false, true, false], Column & Row);
        AssertMask([true, true, true, false, true, true], Column | Row);
        AssertMask([false, true, true, false, false, true], Column ^ Row);
    }

    [Fact]
    public void Masks_that_do_not_broadcast_are_refused_with_their_shapes()
    {
        var error = Assert.Throws<ArgumentException>(() => Row & Column.Reshape([3]));
        Assert.Contains("(2) and (3)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_are_masks_that_end_with_each_sequence()
    {
        AssertMask(
            [true, true, false, false, false, false],
            Mask.WithinLengths(Indices.Of(2, 0), 3),
            [2, 3]
        );
        Assert.Throws<ArgumentException>(() =>
            Mask.WithinLengths(
                Indices.Of([
                    [1],
                    [2],
                ]),
                3
            )
        );
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            Mask.WithinLengths(Indices.Of(2, 4), 3)
        );
        Assert.Contains("length 4 of sequence 1", error.Message, StringComparison.Ordinal);
    }

    private static void AssertMask(bool[] want, Mask got, Shape? shape = null)
    {
        Assert.Equal(shape ?? [3, 2], got.Shape);
        Assert.Equal(want, got.ToArray());
    }
}
