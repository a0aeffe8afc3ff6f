using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>The sizes of a matrix product with its vectors and leading axes sorted out: a is (batchA, M, K), b is (batchB, K, N).</summary>
internal readonly struct MatMulShape
{
    private readonly bool transposeA;
    private readonly bool transposeB;
    private readonly Shape batchA;
    private readonly Shape batchB;

    private MatMulShape(Shape a, Shape b, bool transposeA, bool transposeB)
    {
        if (a.Rank == 0 || b.Rank == 0)
        {
            throw new ArgumentException(
                $"MatMul: {a} × {b}: an operand has no axes. Multiply by a number with *."
            );
        }
        if ((transposeA && a.Rank == 1) || (transposeB && b.Rank == 1))
        {
            throw new ArgumentException($"MatMul: {a} × {b}: a vector cannot be transposed.");
        }
        A = a.Rank == 1 ? a.Insert(0) : a;
        B = b.Rank == 1 ? b.Insert(1) : b;
        (this.transposeA, this.transposeB) = (transposeA, transposeB);
        (M, K) = transposeA ? (A[-1], A[-2]) : (A[-2], A[-1]);
        (var inner, N) = transposeB ? (B[-1], B[-2]) : (B[-2], B[-1]);
        if (K != inner)
        {
            throw new ArgumentException(
                $"MatMul: {Text(a, transposeA)} × {Text(b, transposeB)}: inner sizes {K} and {inner} must be equal."
            );
        }
        batchA = A.Without(-1).Without(-1);
        batchB = B.Without(-1).Without(-1);
        if (!Broadcasting.TryBroadcast(batchA, batchB, out var batch))
        {
            throw new ArgumentException(
                $"MatMul: {a} × {b}: the leading axes {batchA} and {batchB} cannot be broadcast together."
            );
        }
        Product = batch.Concat([M, N]);
        Result = b.Rank == 1 ? Product.Without(-1) : Product;
        Result = a.Rank == 1 ? Result.Without(b.Rank == 1 ? -1 : -2) : Result;
    }

    /// <summary>The shape of a with a vector's missing axis.</summary>
    public Shape A { get; }

    /// <summary>The shape of b with a vector's missing axis.</summary>
    public Shape B { get; }

    /// <summary>The shape of the product before the vectors' axes are taken away: (…, M, N).</summary>
    public Shape Product { get; }

    /// <summary>The shape of the result.</summary>
    public Shape Result { get; }

    /// <summary>Rows of the product.</summary>
    public int M { get; }

    /// <summary>Columns of the product.</summary>
    public int N { get; }

    /// <summary>The summed size.</summary>
    public int K { get; }

    /// <summary>Whether there is one b for all rows of all a, so that they form one tall matrix.</summary>
    public bool IsTall => !transposeA && batchB.ElementCount == 1;

    /// <summary>Whether each product has an a and a b of its own, so that no gradient is a sum over products.</summary>
    public bool IsPaired => batchA == batchB;

    /// <summary>Number of products.</summary>
    public int Batches => Product.LengthOf(..^2);

    /// <summary>Number of rows of the tall matrix.</summary>
    public int TallRows => M * batchA.ElementCount;

    public static MatMulShape Of(Shape a, Shape b, bool transposeA, bool transposeB) =>
        new(a, b, transposeA, transposeB);

    /// <summary>Computes the products.</summary>
    public void Multiply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.IsEmpty)
        {
            return;
        }
        if (IsTall)
        {
            Gemm.Multiply(new(TallRows, N, K) { TransposeB = transposeB }, a, b, y);
            return;
        }
        var rows = BroadcastRows.Of(batchA, batchB);
        var (lengthA, lengthB, length) = (M * K, K * N, M * N);
        var shape = new GemmShape(M, N, K)
        {
            TransposeA = transposeA,
            TransposeB = transposeB,
            Batches = rows.RowLength,
            BatchA = rows.Kind == BroadcastRows.RowKind.RepeatA ? 0 : lengthA,
            BatchB = rows.Kind == BroadcastRows.RowKind.RepeatB ? 0 : lengthB,
        };
        for (var row = 0; row < rows.Count; row++)
        {
            var (startA, startB) = rows.Starts(row);
            Gemm.Multiply(
                shape,
                a[(startA * lengthA)..],
                b[(startB * lengthB)..],
                y.Slice(row * rows.RowLength * length, rows.RowLength * length)
            );
        }
    }

    private static string Text(Shape shape, bool isTransposed) =>
        isTransposed ? $"{shape}ᵀ" : $"{shape}";
}
