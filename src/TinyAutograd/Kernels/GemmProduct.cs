using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary>
/// One matrix product in terms of addresses: term p of row i of op(A) is <c>A[i·RowA + p·StepA]</c>, term p of column j of op(B) is
/// <c>B[p·StepB + j·ColumnB]</c>. Transposition is nothing but these strides.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe struct GemmProduct<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The operands.</summary>
    public T* A,
        B,
        C;

    /// <summary>Added to each row of C, or null.</summary>
    public T* Bias;

    /// <summary>The sizes.</summary>
    public int M,
        N,
        K;

    /// <summary>Strides of A.</summary>
    public nint RowA,
        StepA;

    /// <summary>Strides of B.</summary>
    public nint StepB,
        ColumnB;

    /// <summary>Elements between rows of C.</summary>
    public nint RowC;

    /// <summary>Whether the product is added to C.</summary>
    public bool Accumulates;

    /// <summary>The number of multiplications.</summary>
    public readonly double Work => (double)M * N * K;

    /// <summary>Translates a checked shape; the addresses are those of the first product.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="c">C.</param>
    /// <param name="bias">The bias, or null.</param>
    /// <returns>The first product.</returns>
    public static GemmProduct<T> First(in GemmShape shape, T* a, T* b, T* c, T* bias) =>
        new()
        {
            A = a,
            B = b,
            C = c,
            Bias = bias,
            M = shape.M,
            N = shape.N,
            K = shape.K,
            RowA = shape.TransposeA ? 1 : shape.RowA,
            StepA = shape.TransposeA ? shape.RowA : 1,
            StepB = shape.TransposeB ? 1 : shape.RowB,
            ColumnB = shape.TransposeB ? shape.RowB : 1,
            RowC = shape.RowC,
            Accumulates = shape.Accumulate,
        };

    /// <summary>The product <paramref name="index"/> steps further in the batch.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="index">The number of the product, from zero.</param>
    /// <returns>The product.</returns>
    public readonly GemmProduct<T> At(in GemmShape shape, long index) =>
        this with
        {
            A = A + index * shape.BatchA,
            B = B + index * shape.BatchB,
            C = C + index * shape.BatchC,
        };
}
