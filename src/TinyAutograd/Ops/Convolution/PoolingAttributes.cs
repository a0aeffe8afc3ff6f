using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>The attributes of a pooling, and how shapes follow from them.</summary>
internal sealed record PoolingAttributes(
    string Method,
    HeightWidth KernelSize,
    HeightWidth Stride,
    HeightWidth Padding
)
{
    public override string ToString() =>
        $"kernelSize: {KernelSize}, stride: {Stride}, padding: {Padding}";

    /// <summary>The sizes of the pooling of this shape.</summary>
    /// <exception cref="ArgumentException">The shape or the attributes do not fit.</exception>
    public PoolingShape SizesOf(Shape x)
    {
        if (
            KernelSize is not { Height: > 0, Width: > 0 }
            || Stride is not { Height: > 0, Width: > 0 }
            || Padding is not { Height: >= 0, Width: >= 0 }
            || Padding.Height > KernelSize.Height / 2
            || Padding.Width > KernelSize.Width / 2
        )
        {
            throw new ArgumentException(
                $"{Method}: kernelSize {KernelSize} and stride {Stride} must be positive, padding {Padding} between 0 and half of the kernel."
            );
        }
        if (x.Rank != 4 || x[2] == 0 || x[3] == 0)
        {
            throw new ArgumentException(
                $"{Method}: x {x} must be (N, C, H, W) with H and W above 0."
            );
        }
        var rows = new WindowAxis(x[2], KernelSize.Height, Stride.Height, Padding.Height);
        var columns = new WindowAxis(x[3], KernelSize.Width, Stride.Width, Padding.Width);
        return
            rows.Span <= rows.Size + 2L * rows.Padding
            && columns.Span <= columns.Size + 2L * columns.Padding
            ? new(x[0] * x[1], rows, columns)
            : throw new ArgumentException(
                $"{Method}: a window of {KernelSize} is larger than x {x} with a padding of {Padding}."
            );
    }

    /// <summary>The shape of the result.</summary>
    public Shape ResultOf(Shape x)
    {
        var sizes = SizesOf(x);
        return x.With(2, sizes.Rows.Count).With(3, sizes.Columns.Count);
    }
}
