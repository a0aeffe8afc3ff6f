using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Kernels;

/// <summary>Systems of equations whose matrix is a triangle.</summary>
internal static class TriangularKernel
{
    /// <summary>Solves <c>a·x = b</c>, or <c>aᵀ·x = b</c>, by substitution. The other triangle of a is not read.</summary>
    /// <param name="a">(n, n), row-major; no 0 on the diagonal.</param>
    /// <param name="n">Number of equations.</param>
    /// <param name="form">Which triangle, and how it is read.</param>
    /// <param name="x">(n, columns), row-major: b on entry, x at the end.</param>
    /// <param name="columns">Number of right sides.</param>
    public static void SolveInPlace<T>(
        ReadOnlySpan<T> a,
        int n,
        TriangularForm form,
        Span<T> x,
        int columns
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(n * n, a.Length, nameof(a));
        Check.SameLength(n * columns, x.Length, nameof(x));
        var (rowStride, columnStride) = form.IsTransposed ? (1, n) : (n, 1);
        var isFromTheEnd = form.IsUpper != form.IsTransposed;
        for (var step = 0; step < n; step++)
        {
            // Row i minus what the rows solved before have in it, over the diagonal.
            var i = isFromTheEnd ? n - 1 - step : step;
            var row = x.Slice(i * columns, columns);
            for (var solved = 0; solved < step; solved++)
            {
                var j = isFromTheEnd ? n - 1 - solved : solved;
                Subtract(a[i * rowStride + j * columnStride], x.Slice(j * columns, columns), row);
            }
            if (!form.IsUnit)
            {
                TensorPrimitives.Divide(row, a[i * n + i], row);
            }
        }
    }

    /// <summary>The first place of the diagonal that is 0, or −1.</summary>
    public static int ZeroOfDiagonal<T>(ReadOnlySpan<T> a, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(n * n, a.Length, nameof(a));
        for (var i = 0; i < n; i++)
        {
            if (T.IsZero(a[i * n + i]))
            {
                return i;
            }
        }
        return -1;
    }

    private static void Subtract<T>(T factor, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.Length == 1)
        {
            y[0] -= factor * x[0];
        }
        else
        {
            TensorPrimitives.MultiplyAdd(x, -factor, y, y);
        }
    }
}

/// <summary>Which triangle of a matrix is meant, and how it is read.</summary>
/// <param name="IsUpper">The triangle above the diagonal; else below.</param>
/// <param name="IsTransposed">Whether rows and columns are exchanged before use.</param>
/// <param name="IsUnit">Whether the diagonal counts as 1, and is not read.</param>
internal readonly record struct TriangularForm(bool IsUpper, bool IsTransposed, bool IsUnit);
