using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary>The sizes and strides of a batch of matrix products <c>C = op(A)·op(B)</c>; all strides count elements.</summary>
/// <param name="M">Rows of C and of op(A).</param>
/// <param name="N">Columns of C and of op(B).</param>
/// <param name="K">The summed size: columns of op(A), rows of op(B).</param>
internal readonly record struct GemmShape(int M, int N, int K)
{
    /// <summary>Whether A is stored (K, M) rather than (M, K).</summary>
    public bool TransposeA { get; init; }

    /// <summary>Whether B is stored (N, K) rather than (K, N).</summary>
    public bool TransposeB { get; init; }

    /// <summary>Elements between the stored rows of A; 0 for rows that follow each other.</summary>
    public int RowA { get; init; }

    /// <summary>Elements between the stored rows of B; 0 for rows that follow each other.</summary>
    public int RowB { get; init; }

    /// <summary>Elements between the rows of C; 0 for rows that follow each other.</summary>
    public int RowC { get; init; }

    /// <summary>The number of products; 0 counts as 1.</summary>
    public int Batches { get; init; }

    /// <summary>Elements between the A of one product and the next; 0 uses the same A for all.</summary>
    public long BatchA { get; init; }

    /// <summary>Elements between the B of one product and the next; 0 uses the same B for all.</summary>
    public long BatchB { get; init; }

    /// <summary>Elements between the C of one product and the next; 0 for products that follow each other.</summary>
    public long BatchC { get; init; }

    /// <summary>Whether the product is added to C rather than written over it.</summary>
    public bool Accumulate { get; init; }

    /// <summary>The same shape with every default replaced, checked against the spans.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="c">C.</param>
    /// <param name="bias">Added to each row of C; empty for none.</param>
    /// <returns>A shape whose strides can be used as they are.</returns>
    /// <exception cref="ArgumentException">A size is negative, a row is shorter than its elements, or a span is too short.</exception>
    public GemmShape Checked<T>(
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        ReadOnlySpan<T> c,
        ReadOnlySpan<T> bias
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string kernel = nameof(Gemm);
        Check.NotNegative(M, nameof(M), kernel);
        Check.NotNegative(N, nameof(N), kernel);
        Check.NotNegative(K, nameof(K), kernel);
        Check.NotNegative(Batches, nameof(Batches), kernel);
        Check.NotNegative(BatchA, nameof(BatchA), kernel);
        Check.NotNegative(BatchB, nameof(BatchB), kernel);
        Check.NotNegative(BatchC, nameof(BatchC), kernel);
        var (rowsA, columnsA) = TransposeA ? (K, M) : (M, K);
        var (rowsB, columnsB) = TransposeB ? (N, K) : (K, N);
        var rowA = Row(RowA, columnsA, nameof(RowA));
        var rowB = Row(RowB, columnsB, nameof(RowB));
        var rowC = Row(RowC, N, nameof(RowC));
        var shape = this with
        {
            RowA = rowA,
            RowB = rowB,
            RowC = rowC,
            Batches = Math.Max(Batches, 1),
            BatchC = BatchC == 0 ? (long)M * rowC : BatchC,
        };
        if (shape.Batches > 1 && shape.BatchC < Extent(M, N, rowC, 1, 0))
        {
            throw new ArgumentException(
                $"{kernel}: BatchC is {BatchC}, so the products would overlap.",
                nameof(c)
            );
        }
        if (!bias.IsEmpty)
        {
            Check.SameLength(N, bias.Length, nameof(bias), kernel);
        }
        Check.AtLeast(
            Extent(rowsA, columnsA, rowA, shape.Batches, BatchA),
            a.Length,
            nameof(a),
            kernel
        );
        Check.AtLeast(
            Extent(rowsB, columnsB, rowB, shape.Batches, BatchB),
            b.Length,
            nameof(b),
            kernel
        );
        Check.AtLeast(Extent(M, N, rowC, shape.Batches, shape.BatchC), c.Length, nameof(c), kernel);
        return shape;
    }

    private static int Row(int stride, int columns, string name) =>
        stride == 0 ? columns
        : stride >= columns ? stride
        : throw new ArgumentException(
            $"{nameof(Gemm)}: {name} is {stride}, shorter than a row of {columns} elements.",
            name
        );

    // One past the last element that is touched.
    private static long Extent(long rows, long columns, long row, long batches, long batch) =>
        rows == 0 || columns == 0 ? 0 : (batches - 1) * batch + (rows - 1) * row + columns;
}
