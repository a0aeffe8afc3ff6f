using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Kernels;

/// <summary>The lower triangular factor of a positive definite matrix, <c>(a + aᵀ)/2 = L·Lᵀ</c>.</summary>
/// <remarks>Source: Golub and Van Loan 2013, section 4.2.</remarks>
internal static class CholeskyKernel
{
    /// <summary>Factors a matrix, row by row.</summary>
    /// <param name="a">(n, n), row-major. Its symmetric part is meant.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="l">(n, n), row-major; 0 above the diagonal.</param>
    /// <returns>−1, or the first row whose pivot is not positive: then a is not positive definite, and the factor is of no use.</returns>
    public static int Factor<T>(ReadOnlySpan<T> a, int n, Span<T> l)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(n * n, a.Length, nameof(a));
        Check.SameLength(n * n, l.Length, nameof(l));
        var half = T.CreateTruncating(0.5);
        for (var i = 0; i < n; i++)
        {
            var row = l.Slice(i * n, n);
            row.Clear();
            for (var j = 0; j <= i; j++)
            {
                var other = l.Slice(j * n, n);
                var rest =
                    half * (a[i * n + j] + a[j * n + i])
                    - TensorPrimitives.Dot<T>(row[..j], other[..j]);
                if (j < i)
                {
                    row[j] = rest / other[j];
                }
                else if (rest > T.Zero)
                {
                    row[i] = T.Sqrt(rest);
                }
                else
                {
                    return i;
                }
            }
        }
        return -1;
    }
}
