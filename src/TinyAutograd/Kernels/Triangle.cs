namespace TinyAutograd.Kernels;

/// <summary>One side of a diagonal of matrices.</summary>
internal static class Triangle
{
    /// <summary>Keeps what is on one side of a diagonal, and the diagonal; the rest becomes 0.</summary>
    /// <param name="x">Row-major matrices (…, rows, columns).</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="diagonal">Column minus row on the diagonal.</param>
    /// <param name="isUpper">Whether the side above is kept.</param>
    /// <param name="y">As long as x.</param>
    public static void Keep<T>(
        ReadOnlySpan<T> x,
        int rows,
        int columns,
        int diagonal,
        bool isUpper,
        Span<T> y
    )
        where T : unmanaged
    {
        Check.SameLength(x.Length, y.Length, nameof(y));
        for (var start = 0; start < x.Length; start += columns)
        {
            var row = start / columns % rows;
            // Columns below this one are on the diagonal or under it; for the upper side, strictly under it.
            var bound = (int)Math.Clamp((long)row + diagonal + (isUpper ? 0 : 1), 0, columns);
            var source = x.Slice(start, columns);
            var target = y.Slice(start, columns);
            if (isUpper)
            {
                target[..bound].Clear();
                source[bound..].CopyTo(target[bound..]);
            }
            else
            {
                source[..bound].CopyTo(target);
                target[bound..].Clear();
            }
        }
    }
}
