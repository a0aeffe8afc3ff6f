namespace TinyAutograd.Kernels;

/// <summary>The sizes of a pooling: windows on planes.</summary>
/// <param name="Planes">Images times channels.</param>
/// <param name="Rows">The windows along the height.</param>
/// <param name="Columns">The windows along the width.</param>
/// <param name="CountsPadding">Whether the divisor of a mean counts elements in the padding.</param>
internal readonly record struct PoolingShape(
    int Planes,
    PoolingAxis Rows,
    PoolingAxis Columns,
    bool CountsPadding
)
{
    /// <summary>Elements of a plane of the input.</summary>
    public int InputLength => Rows.Size * Columns.Size;

    /// <summary>Windows of a plane.</summary>
    public int OutputLength => Rows.Count * Columns.Count;

    /// <summary>The part of a window that lies within the input.</summary>
    public (int Top, int Bottom, int Left, int Right) Window(int window)
    {
        var (top, bottom) = Rows.Window(window / Columns.Count);
        var (left, right) = Columns.Window(window % Columns.Count);
        return (top, bottom, left, right);
    }

    /// <summary>What the sum of a window is divided by for its mean.</summary>
    public long DivisorOf(int window)
    {
        var (top, bottom, left, right) = Window(window);
        return CountsPadding ? (long)Rows.Kernel * Columns.Kernel : (bottom - top) * (right - left);
    }
}

/// <summary>One axis of a pooling: windows of one size at equal distances, or as many as are asked for.</summary>
internal readonly record struct PoolingAxis
{
    private readonly int stride;
    private readonly int padding;

    private PoolingAxis(int size, int count, int kernel, int stride, int padding) =>
        (Size, Count, Kernel, this.stride, this.padding) = (size, count, kernel, stride, padding);

    /// <summary>Of the input.</summary>
    public int Size { get; }

    /// <summary>Number of windows.</summary>
    public int Count { get; }

    /// <summary>Elements of a window; 0 where they differ.</summary>
    public int Kernel { get; }

    /// <summary>Windows of one size.</summary>
    public static PoolingAxis Sliding(WindowAxis axis) =>
        new(axis.Size, axis.Count, axis.Kernel, axis.Stride, axis.Padding);

    /// <summary>So many windows, which cover the axis: window i from ⌊i·size/count⌋ up to ⌈(i + 1)·size/count⌉.</summary>
    public static PoolingAxis Adaptive(int size, int count) => new(size, count, 0, 0, 0);

    /// <summary>The part of a window that lies within the input: from the first element up to not including the last.</summary>
    public (int First, int Last) Window(int window) =>
        Kernel == 0
            ? (
                (int)((long)window * Size / Count),
                (int)(((window + 1L) * Size + Count - 1) / Count)
            )
            : (
                Math.Max(window * stride - padding, 0),
                Math.Min(window * stride - padding + Kernel, Size)
            );
}
