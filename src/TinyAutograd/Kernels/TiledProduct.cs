using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>Which part of a product with a triangular matrix is not zero, and is computed.</summary>
internal enum TriangularPart
{
    /// <summary>There is no triangle.</summary>
    None,

    /// <summary>The result is lower triangular: columns up to the row.</summary>
    Result,

    /// <summary>A is lower triangular: terms up to the row.</summary>
    Lower,

    /// <summary>A is upper triangular (a lower one, transposed): terms from the row on.</summary>
    Upper,
}

/// <summary>A matrix product of small matrices by the tiles of <see cref="Gemm"/>, without its cutting and packing.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TV">The vector.</typeparam>
internal unsafe ref struct TiledProduct<T, TV>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
{
    /// <summary>A: term p of row i at <c>A[i·RowA + p·StepA]</c>.</summary>
    public T* A;

    /// <summary>Elements between rows of A.</summary>
    public nint RowA;

    /// <summary>Elements between terms of a row of A.</summary>
    public nint StepA;

    /// <summary>B: term p of column j at <c>B[p·RowB + j]</c>.</summary>
    public T* B;

    /// <summary>Elements between rows of B.</summary>
    public nint RowB;

    /// <summary>Whether the last vector of B's rows may be read beyond the columns.</summary>
    public bool IsPaddedB;

    /// <summary>The result.</summary>
    public T* C;

    /// <summary>Elements between rows of C.</summary>
    public nint RowC;

    /// <summary>Rows of C.</summary>
    public int M;

    /// <summary>Columns of C.</summary>
    public int N;

    /// <summary>Terms.</summary>
    public int K;

    /// <summary>Computes what the triangle leaves; other elements of C are not defined.</summary>
    [MethodImpl(JitHints.Kernel)]
    public readonly void Multiply(TriangularPart part)
    {
        if (typeof(TV) == typeof(Lanes512<T>) && N <= Lanes256<T>.Count)
        {
            // Half of each wide vector would be empty; a processor runs narrow ones as fast, or twice as fast.
            WithLanes<Lanes256<T>>().Multiply(part);
        }
        else if (N <= TV.Count)
        {
            MultiplyRows<Eight, One>(part);
        }
        else
        {
            MultiplyRows<Four, Two>(part);
        }
    }

    private readonly TiledProduct<T, TOther> WithLanes<TOther>()
        where TOther : unmanaged, ILanes<TOther, T> =>
        new()
        {
            A = A,
            RowA = RowA,
            StepA = StepA,
            B = B,
            RowB = RowB,
            IsPaddedB = IsPaddedB,
            C = C,
            RowC = RowC,
            M = M,
            N = N,
            K = K,
        };

    private readonly void MultiplyRows<TRows, TColumns>(TriangularPart part)
        where TRows : IConstant
        where TColumns : IConstant
    {
        TileArguments<T> t = default;
        (t.RowA, t.StepA, t.StepB, t.RowC) = (RowA, StepA, RowB, RowC);
        for (var i = 0; i < M; i += TRows.Value)
        {
            t.Rows = Math.Min(TRows.Value, M - i);
            var first = part == TriangularPart.Upper ? i : 0;
            var last = part == TriangularPart.Lower ? Math.Min(K, i + t.Rows) : K;
            var columns = part == TriangularPart.Result ? Math.Min(N, i + t.Rows) : N;
            t.Terms = Math.Max(0, last - first);
            for (var j = 0; j < columns; j += TColumns.Value * TV.Count)
            {
                t.A = A + i * RowA + first * StepA;
                t.B = B + first * RowB + j;
                t.C = C + i * RowC + j;
                var width = Math.Min(TColumns.Value * TV.Count, N - j);
                GemmTiles<T, TV, TRows>.Multiply(ref t, width, IsPaddedB);
            }
        }
    }
}
