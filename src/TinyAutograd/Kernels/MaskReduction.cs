namespace TinyAutograd.Kernels;

/// <summary>Reductions of truth values.</summary>
internal static class MaskReduction
{
    /// <summary>Whether any element along the middle axis of (outer, n, inner) is true.</summary>
    /// <param name="x">Row-major (outer, n, inner).</param>
    /// <param name="n">Length of the axis.</param>
    /// <param name="inner">Number of elements behind it.</param>
    /// <param name="y">Row-major (outer, inner).</param>
    public static void Any(ReadOnlySpan<bool> x, int n, int inner, Span<bool> y)
    {
        y.Clear();
        for (var o = 0; o < y.Length / Math.Max(inner, 1); o++)
        {
            var block = x.Slice(o * n * inner, n * inner);
            if (inner == 1)
            {
                y[o] = block.Contains(true);
                continue;
            }
            var target = y.Slice(o * inner, inner);
            for (; !block.IsEmpty; block = block[inner..])
            {
                for (var j = 0; j < inner; j++)
                {
                    target[j] |= block[j];
                }
            }
        }
    }
}
