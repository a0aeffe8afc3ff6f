namespace TinyAutograd.Kernels;

/// <summary>Parts of rows: copies a matrix (outer, run) into, or out of, columns of a wider one.</summary>
internal static class Concatenation
{
    /// <summary>Copies a part into the columns of y from <paramref name="offset"/> on.</summary>
    /// <param name="part">Row-major (outer, run).</param>
    /// <param name="outer">Number of rows.</param>
    /// <param name="y">Row-major (outer, width).</param>
    /// <param name="offset">The first column.</param>
    /// <returns>Number of columns of the part.</returns>
    public static int Put<T>(ReadOnlySpan<T> part, int outer, Span<T> y, int offset)
        where T : unmanaged
    {
        if (outer == 0)
        {
            return 0;
        }
        var (run, width) = (part.Length / outer, y.Length / outer);
        StridedCopy.Copy([outer, run], part, 0, [run, 1], y, offset, [width, 1]);
        return run;
    }

    /// <summary>Copies columns of y out, from <paramref name="offset"/> on.</summary>
    /// <param name="y">Row-major (outer, width).</param>
    /// <param name="outer">Number of rows.</param>
    /// <param name="part">Row-major (outer, run).</param>
    /// <param name="offset">The first column.</param>
    public static void Take<T>(ReadOnlySpan<T> y, int outer, Span<T> part, int offset)
        where T : unmanaged
    {
        if (outer == 0)
        {
            return;
        }
        var (run, width) = (part.Length / outer, y.Length / outer);
        StridedCopy.Copy([outer, run], y, offset, [width, 1], part, 0, [run, 1]);
    }
}
