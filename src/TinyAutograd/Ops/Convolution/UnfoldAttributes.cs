using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>The windows that unfold lays out and fold puts back, and how shapes follow from them.</summary>
internal sealed record UnfoldAttributes(HeightWidth KernelSize, ConvolutionAttributes Windows)
{
    public override string ToString() => $"kernelSize: {KernelSize}, {Windows}";

    /// <summary>The sizes of the windows of an image (N, C, H, W).</summary>
    /// <exception cref="ArgumentException">The shape or the attributes do not fit.</exception>
    public ConvolutionShape SizesOf(Shape image)
    {
        if (image.Rank != 4)
        {
            throw new ArgumentException($"{Windows.Method}: x {image} must be (N, C, H, W).");
        }
        var (rows, columns) = Windows.WindowsOf(image, KernelSize);
        return new(image[0], 1, image[1], 0, rows, columns);
    }

    /// <summary>The shape of the windows of an image, (N, C·KH·KW, windows).</summary>
    /// <exception cref="ArgumentException">The shape or the attributes do not fit, or the result would be too large.</exception>
    public Shape UnfoldedOf(Shape image)
    {
        var sizes = SizesOf(image);
        var elements = (Int128)image[1] * KernelSize.Height * KernelSize.Width;
        return
        [
            image[0],
            AxisRules.Size(Windows.Method, 1, elements),
            AxisRules.Size(Windows.Method, 2, (Int128)sizes.Rows.Count * sizes.Columns.Count),
        ];
    }

    /// <summary>The shape of the image of this size with these windows.</summary>
    /// <exception cref="ArgumentException">The windows are not those of such an image.</exception>
    public Shape FoldedOf(Shape windows, HeightWidth outputSize)
    {
        var elements = (long)KernelSize.Height * KernelSize.Width;
        if (
            windows.Rank != 3
            || KernelSize is not { Height: > 0, Width: > 0 }
            || outputSize is not { Height: >= 0, Width: >= 0 }
            || windows[1] % elements != 0
        )
        {
            throw new ArgumentException(
                $"{Windows.Method}: x {windows} must be (N, C·KH·KW, windows) with kernelSize {KernelSize}, and outputSize {outputSize} not negative."
            );
        }
        Shape image =
        [
            windows[0],
            (int)(windows[1] / elements),
            outputSize.Height,
            outputSize.Width,
        ];
        var unfolded = UnfoldedOf(image);
        return unfolded == windows
            ? image
            : throw new ArgumentException(
                $"{Windows.Method}: an image {image} has windows {unfolded}, x is {windows}."
            );
    }
}
