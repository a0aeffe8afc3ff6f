using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>The windows of a pooling, and how shapes follow from them.</summary>
/// <param name="Method">The method's name, for messages.</param>
/// <param name="Dimensions">1 or 2; one dimension is two with height 1.</param>
internal abstract record PoolingAttributes(string Method, int Dimensions)
{
    /// <summary>The name of the op in tapes.</summary>
    public string Name => char.ToLowerInvariant(Method[0]) + Method[1..];

    /// <summary>The sizes of the pooling of this shape.</summary>
    /// <exception cref="ArgumentException">The shape or the attributes do not fit.</exception>
    public PoolingShape SizesOf(Shape x)
    {
        ThrowIfImpossible();
        if (x.Rank != Dimensions + 2 || x[-1] == 0 || (Dimensions == 2 && x[-2] == 0))
        {
            var sizes = Dimensions == 1 ? "(N, C, L) with L" : "(N, C, H, W) with H and W";
            throw new ArgumentException($"{Method}: x {x} must be {sizes} above 0.");
        }
        return WindowsOf(x);
    }

    /// <summary>The shape of the result.</summary>
    public Shape ResultOf(Shape x)
    {
        var sizes = SizesOf(x);
        var result = x.With(-1, sizes.Columns.Count);
        return Dimensions == 1 ? result : result.With(-2, sizes.Rows.Count);
    }

    /// <summary>Checks the attributes on their own.</summary>
    /// <exception cref="ArgumentException">They are impossible for any shape.</exception>
    public abstract void ThrowIfImpossible();

    /// <summary>The sizes for a row (N, C, L) or an image (N, C, H, W) that is not empty.</summary>
    protected abstract PoolingShape WindowsOf(Shape x);
}

/// <summary>Windows of one size at equal distances.</summary>
internal sealed record SlidingPooling(
    string Method,
    HeightWidth KernelSize,
    HeightWidth Stride,
    HeightWidth Padding,
    bool CountsPadding = true,
    int Dimensions = 2
) : PoolingAttributes(Method, Dimensions)
{
    public override string ToString() =>
        $"kernelSize: {KernelSize}, stride: {Stride}, padding: {Padding}"
        + (CountsPadding ? "" : ", padding not counted");

    public override void ThrowIfImpossible()
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
        var rows =
            Dimensions == 1
                ? new WindowAxis(1, 1)
                : new WindowAxis(x[-2], KernelSize.Height, Stride.Height, Padding.Height);
        var columns = new WindowAxis(x[-1], KernelSize.Width, Stride.Width, Padding.Width);
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
    : PoolingAttributes(Method, Dimensions: 2)
{
    public override string ToString() => $"outputSize: {OutputSize}";

    public override void ThrowIfImpossible()
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
