using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Kernels;

/// <summary>Factors of a matrix by elimination with partial pivoting, <c>P·a = L·U</c>, and what follows from them.</summary>
/// <remarks>Source: Golub and Van Loan 2013, algorithm 3.4.1.</remarks>
internal static class LuKernel
{
    /// <summary>Factors a matrix in place.</summary>
    /// <param name="lu">(n, n), row-major: a on entry; U and, under the diagonal, L at the end.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="pivots">(n): the row that row i was exchanged with in step i.</param>
    /// <returns>−1, or the column in which no pivot but 0 was left: then a is singular, and the factors are of no use.</returns>
    public static int Factor<T>(Span<T> lu, int n, Span<int> pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(n * n, lu.Length, nameof(lu));
        Check.SameLength(n, pivots.Length, nameof(pivots));
        for (var column = 0; column < n; column++)
        {
            var pivot = LargestBelow(lu, n, column);
            pivots[column] = pivot;
            Exchange(lu, n, column, pivot);
            var top = lu.Slice(column * n, n);
            if (T.IsZero(top[column]))
            {
                return column;
            }
            for (var row = column + 1; row < n; row++)
            {
                var rest = lu.Slice(row * n, n);
                var factor = rest[column] / top[column];
                rest[column] = factor;
                var right = rest[(column + 1)..];
                TensorPrimitives.MultiplyAdd(top[(column + 1)..], -factor, right, right);
            }
        }
        return -1;
    }

    /// <summary>Solves <c>a·x = b</c> with the factors of a.</summary>
    /// <param name="lu">(n, n): as <see cref="Factor"/> leaves it.</param>
    /// <param name="n">Number of equations.</param>
    /// <param name="pivots">(n): likewise.</param>
    /// <param name="x">(n, columns), row-major: b on entry, x at the end.</param>
    /// <param name="columns">Number of right sides.</param>
    public static void SolveInPlace<T>(
        ReadOnlySpan<T> lu,
        int n,
        ReadOnlySpan<int> pivots,
        Span<T> x,
        int columns
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(n * columns, x.Length, nameof(x));
        for (var row = 0; row < n; row++)
        {
            Exchange(x, columns, row, pivots[row]);
        }
        TriangularKernel.SolveInPlace(lu, n, new(false, false, IsUnit: true), x, columns);
        TriangularKernel.SolveInPlace(lu, n, new(IsUpper: true, false, false), x, columns);
    }

    /// <summary>The product of the diagonal of U, with the sign of the exchanges.</summary>
    public static T Determinant<T>(ReadOnlySpan<T> lu, int n, ReadOnlySpan<int> pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var product = T.One;
        for (var i = 0; i < n; i++)
        {
            product *= pivots[i] == i ? lu[i * n + i] : -lu[i * n + i];
        }
        return product;
    }

    /// <summary>The sum of the logarithms of the magnitudes on the diagonal of U, accumulated in double precision.</summary>
    public static T LogDeterminant<T>(ReadOnlySpan<T> lu, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            sum += Math.Log(Math.Abs(double.CreateTruncating(lu[i * n + i])));
        }
        return T.CreateTruncating(sum);
    }

    private static int LargestBelow<T>(ReadOnlySpan<T> lu, int n, int column)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var pivot = column;
        for (var row = column + 1; row < n; row++)
        {
            if (T.Abs(lu[row * n + column]) > T.Abs(lu[pivot * n + column]))
            {
                pivot = row;
            }
        }
        return pivot;
    }

    private static void Exchange<T>(Span<T> rows, int length, int i, int j)
        where T : unmanaged
    {
        var first = rows.Slice(i * length, length);
        var second = rows.Slice(j * length, length);
        for (var k = 0; k < first.Length && i != j; k++)
        {
            (first[k], second[k]) = (second[k], first[k]);
        }
    }
}
