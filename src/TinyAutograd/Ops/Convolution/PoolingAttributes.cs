using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>The windows of a pooling, and how shapes follow from them.</summary>
/// <param name="Method">The method's name, for messages.</param>
internal abstract record PoolingAttributes(string Method)
{
    /// <summary>The name of the op in tapes.</summary>
    public string Name => char.ToLowerInvariant(Method[0]) + Method[1..];

    /// <summary>The sizes of the pooling of this shape.</summary>
    /// <exception cref="ArgumentException">The shape or the attributes do not fit.</exception>
    public PoolingShape SizesOf(Shape x)
    {
        ThrowIfImpossible();
        if (x.Rank != 4 || x[2] == 0 || x[3] == 0)
        {
            throw new ArgumentException(
                $"{Method}: x {x} must be (N, C, H, W) with H and W above 0."
            );
        }
        return WindowsOf(x);
    }

    /// <summary>The shape of the result.</summary>
    public Shape ResultOf(Shape x)
    {
        var sizes = SizesOf(x);
        return x.With(2, sizes.Rows.Count).With(3, sizes.Columns.Count);
    }

    /// <summary>Checks the attributes on their own.</summary>
    protected abstract void ThrowIfImpossible();

    /// <summary>The sizes for an image (N, C, H, W) that is not empty.</summary>
    protected abstract PoolingShape WindowsOf(Shape x);
}

/// <summary>Windows of one size at equal distances.</summary>
internal sealed record SlidingPooling(
    string Method,
    HeightWidth KernelSize,
    HeightWidth Stride,
    HeightWidth Padding,
    bool CountsPadding = true
) : PoolingAttributes(Method)
{
    public override string ToString() =>
        $"kernelSize: {KernelSize}, stride: {Stride}, padding: {Padding}"
        + (CountsPadding ? "" : ", padding not counted");

    protected override void ThrowIfImpossible()
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
    }

    protected override PoolingShape WindowsOf(Shape x)
    {
        var rows = new WindowAxis(x[2], KernelSize.Height, Stride.Height, Padding.Height);
        var columns = new WindowAxis(x[3], KernelSize.Width, Stride.Width, Padding.Width);
        return
            rows.Span <= rows.Size + 2L * rows.Padding
            && columns.Span <= columns.Size + 2L * columns.Padding
            ? new(
                x[0] * x[1],
                PoolingAxis.Sliding(rows),
                PoolingAxis.Sliding(columns),
                CountsPadding
            )
            : throw new ArgumentException(
                $"{Method}: a window of {KernelSize} is larger than x {x} with a padding of {Padding}."
            );
    }
}

/// <summary>As many windows as are asked for, of nearly equal sizes, which cover the image.</summary>
internal sealed record AdaptivePooling(string Method, HeightWidth OutputSize)
    : PoolingAttributes(Method)
{
    public override string ToString() => $"outputSize: {OutputSize}";

    protected override void ThrowIfImpossible()
    {
        if (OutputSize is not { Height: > 0, Width: > 0 })
        {
            throw new ArgumentException($"{Method}: outputSize {OutputSize} must be positive.");
        }
    }

    protected override PoolingShape WindowsOf(Shape x) =>
        new(
            x[0] * x[1],
            PoolingAxis.Adaptive(x[2], OutputSize.Height),
            PoolingAxis.Adaptive(x[3], OutputSize.Width),
            CountsPadding: false
        );
}
