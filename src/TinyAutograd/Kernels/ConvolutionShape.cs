namespace TinyAutograd.Kernels;

/// <summary>One spatial axis of a convolution or a pooling: how windows lie on the input.</summary>
/// <param name="Size">Of the input.</param>
/// <param name="Kernel">Elements of a window.</param>
/// <param name="Stride">From window to window.</param>
/// <param name="Padding">Zeros (or −∞) before and behind the input.</param>
/// <param name="Dilation">From element to element of a window.</param>
internal readonly record struct WindowAxis(
    int Size,
    int Kernel,
    int Stride = 1,
    int Padding = 0,
    int Dilation = 1
)
{
    /// <summary>Elements that a window spans.</summary>
    public long Span => (long)Dilation * (Kernel - 1) + 1;

    /// <summary>Number of windows.</summary>
    public int Count => (int)((Size + 2L * Padding - Span) / Stride) + 1;

    /// <summary>Where element <paramref name="offset"/> of window 0 lies on the input; it may be negative.</summary>
    public int Start(int offset) => offset * Dilation - Padding;

    /// <summary>The windows whose element <paramref name="offset"/> lies within the input: from the first, up to not including the last.</summary>
    public (int First, int Last) Inside(int offset)
    {
        long start = Start(offset); // and a stride may be as long as an int
        var first = (int)Math.Min(start >= 0 ? 0 : (-start + Stride - 1) / Stride, Count);
        var last = Size > start ? (Size - start + Stride - 1) / Stride : 0;
        return (first, (int)Math.Clamp(last, first, Count));
    }
}

/// <summary>The sizes of a convolution in two dimensions (one has height 1).</summary>
/// <param name="Batches">N.</param>
/// <param name="Groups">Independent convolutions side by side.</param>
/// <param name="Inputs">Input channels of a group.</param>
/// <param name="Outputs">Output channels of a group.</param>
/// <param name="Rows">The axis of height.</param>
/// <param name="Columns">The axis of width.</param>
internal readonly record struct ConvolutionShape(
    int Batches,
    int Groups,
    int Inputs,
    int Outputs,
    WindowAxis Rows,
    WindowAxis Columns
)
{
    /// <summary>Elements of an input channel.</summary>
    public int PlaneLength => Rows.Size * Columns.Size;

    /// <summary>Elements of the input of one group.</summary>
    public int InputLength => Inputs * PlaneLength;

    /// <summary>Windows: the elements of an output channel.</summary>
    public int Windows => Rows.Count * Columns.Count;

    /// <summary>Elements of the output of one group.</summary>
    public int OutputLength => Outputs * Windows;

    /// <summary>Elements of a window over all input channels.</summary>
    public int WindowLength => Inputs * Rows.Kernel * Columns.Kernel;

    /// <summary>Elements of the weight of one group.</summary>
    public int WeightLength => Outputs * WindowLength;

    /// <summary>Whether the windows are the input itself: single elements, side by side.</summary>
    public bool IsPointwise => IsTrivial(Rows) && IsTrivial(Columns);

    private static bool IsTrivial(WindowAxis axis) => axis is { Kernel: 1, Stride: 1, Padding: 0 };
}
