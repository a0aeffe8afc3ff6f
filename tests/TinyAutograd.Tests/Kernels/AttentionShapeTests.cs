using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <summary>The sizes of attention: how work is cut by them, and which are too large.</summary>
public class AttentionShapeTests
{
    [Fact]
    public void Work_is_cut_by_what_a_unit_takes()
    {
        var shape = new AttentionShape(2, 3, 4, 4, 3, 5, IsCausal: false);
        Assert.Equal(256, shape.WorkOfUnit); // 4·4·(3 + 5 + 8)
        Assert.Equal(256, shape.UnitsOfPiece);
        Assert.Equal(1, (shape with { Queries = 1000, Keys = 1000 }).UnitsOfPiece);
        Assert.Equal(65536, (shape with { Queries = 0 }).UnitsOfPiece);
    }

    [Fact]
    public void An_operand_extends_to_its_last_number()
    {
        var shape = new AttentionShape(3, 2, 4, 4, 5, 5, IsCausal: false);
        var strides = new AttentionStrides(Row: 7, Head: 30, Batch: 100);
        Assert.Equal(200 + 30 + 21 + 5, shape.ExtentOf(strides, 4, 5));
        Assert.Equal(0, shape.ExtentOf(strides, 0, 5));
        Assert.Equal(0, shape.ExtentOf(strides, 4, 0));
        Assert.Equal(0, (shape with { Batches = 0 }).ExtentOf(strides, 4, 5));
    }

    [Fact]
    public void Sizes_beyond_32_bits_are_no_small_sizes()
    {
        var most = new AttentionShape(2, 1, 20_000, 50_000, 1, 1, IsCausal: false);
        Assert.Equal(2_000_000_000, most.KeptLength("Attention"));
        var square = new AttentionShape(1, 1, 65_536, 65_536, 1, 1, IsCausal: false);
        Assert.Throws<OverflowException>(() => square.MatrixLength);
        var many = new AttentionShape(65_536, 1, 256, 256, 1, 1, IsCausal: false);
        var one = new double[1];
        Assert.Throws<OverflowException>(() =>
            AttentionKernel.Forward<double>(many, 1, one, one, one, one, one)
        );
        Assert.Throws<OverflowException>(() =>
            AttentionKernel.Backward<double>(many, 1, one, one, one, one, one, one, one, one)
        );
    }

    // Beside the scores, keys and values are laid out anew, in whole vectors of 16.
    [Theory]
    [InlineData(125_000_000 - 1, 1, null)]
    [InlineData(125_000_000, 1, "2,000,000,002")]
    [InlineData(1, 125_000_000, "2,000,000,002")]
    [InlineData(1 << 28, 1 << 28, "4,294,967,298")]
    [InlineData(124_999_999, 1, null, 16)]
    [InlineData(62_500_000, 1, "2,000,000,034", 2, 17)]
    [InlineData(125_000_000, 1, "2,000,000,032", 2, 16)]
    public void More_channels_than_scratch_memory_holds_are_refused(
        int size,
        int valueSize,
        string? needed,
        int queries = 2,
        int keys = 1
    )
    {
        var shape = new AttentionShape(1, 1, queries, keys, size, valueSize, IsCausal: false);
        if (needed is null)
        {
            shape.ThrowIfTooLarge("Attention");
            return;
        }
        var error = Assert.Throws<ArgumentException>(() => shape.ThrowIfTooLarge("Attention"));
        Assert.Equal(
            $"Attention: {queries} queries and {keys} keys of {Math.Max(size, valueSize):N0} channels need {needed} numbers of scratch memory; "
                + "at most 2,000,000,000 are possible. Use fewer channels or shorter sequences.",
            error.Message
        );
    }
}
