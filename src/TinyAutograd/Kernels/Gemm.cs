using System.Numerics;
using System.Runtime.Intrinsics;

namespace TinyAutograd.Kernels;

/// <summary>Matrix products: <c>C = op(A)·op(B)</c>, added or overwritten, with a bias, in batches.</summary>
/// <remarks>
/// Rows and columns of C are split over <see cref="WorkerPool"/>, the summed dimension never: each element is one sum in one order,
/// whatever the number of threads.
/// </remarks>
internal static unsafe class Gemm
{
    /// <summary>Products as described by a shape.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="shape">Sizes, strides and what to do with C.</param>
    /// <param name="a">A: (M, K), or (K, M) if transposed.</param>
    /// <param name="b">B: (K, N), or (N, K) if transposed.</param>
    /// <param name="c">C: (M, N); must not overlap A or B.</param>
    /// <param name="bias">N numbers added to each row of C; empty for none.</param>
    /// <exception cref="ArgumentException">A size is negative or a span is too short.</exception>
    /// <remarks>Cost: 2·M·N·K operations per product. With K = 0 the product is zero.</remarks>
    public static void Multiply<T>(
        in GemmShape shape,
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        Span<T> c,
        ReadOnlySpan<T> bias = default
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Multiply<T, Lanes512<T>, Eight>(shape, a, b, c, bias);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Multiply<T, Lanes256<T>, Six>(shape, a, b, c, bias);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Multiply<T, Lanes128<T>, Six>(shape, a, b, c, bias);
        }
        else
        {
            Multiply<T, LanesScalar<T>, Six>(shape, a, b, c, bias);
        }
    }

    /// <summary>The same at a given vector width.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TV">The vector.</typeparam>
    /// <typeparam name="TRows">Rows of a tile.</typeparam>
    /// <inheritdoc cref="Multiply{T}"/>
    public static void Multiply<T, TV, TRows>(
        in GemmShape shape,
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        Span<T> c,
        ReadOnlySpan<T> bias
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
        where TRows : IConstant
    {
        var s = shape.Checked(a, b, c, bias);
        if (s.M == 0 || s.N == 0)
        {
            return;
        }
        fixed (
            T* pointerA = a,
                pointerB = b,
                pointerC = c,
                pointerBias = bias
        )
        {
            GemmBatch<T, TV, TRows>.Multiply(
                s,
                GemmProduct<T>.First(s, pointerA, pointerB, pointerC, pointerBias)
            );
        }
    }

    /// <summary>Two products that do not depend on each other. Small ones are one job: threads wait for each other once.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="first">Sizes of the first.</param>
    /// <param name="a1">Its A.</param>
    /// <param name="b1">Its B.</param>
    /// <param name="c1">Its C.</param>
    /// <param name="second">Sizes of the second.</param>
    /// <param name="a2">Its A.</param>
    /// <param name="b2">Its B.</param>
    /// <param name="c2">Its C.</param>
    /// <exception cref="ArgumentException">A size is negative or a span is too short.</exception>
    public static void MultiplyBoth<T>(
        in GemmShape first,
        ReadOnlySpan<T> a1,
        ReadOnlySpan<T> b1,
        Span<T> c1,
        in GemmShape second,
        ReadOnlySpan<T> a2,
        ReadOnlySpan<T> b2,
        Span<T> c2
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var s1 = first.Checked(a1, b1, c1, default);
        var s2 = second.Checked(a2, b2, c2, default);
        if (c1.IsEmpty || c2.IsEmpty || s1.Batches > 1 || s2.Batches > 1)
        {
            Multiply(s1, a1, b1, c1);
            Multiply(s2, a2, b2, c2);
            return;
        }
        fixed (
            T* pointerA1 = a1,
                pointerB1 = b1,
                pointerC1 = c1,
                pointerA2 = a2,
                pointerB2 = b2,
                pointerC2 = c2
        )
        {
            MultiplyBoth(
                GemmProduct<T>.First(s1, pointerA1, pointerB1, pointerC1, null),
                GemmProduct<T>.First(s2, pointerA2, pointerB2, pointerC2, null)
            );
        }
    }

    private static void MultiplyBoth<T>(in GemmProduct<T> first, in GemmProduct<T> second)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            GemmBlocks<T, Lanes512<T>, Eight>.Multiply(first, second);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            GemmBlocks<T, Lanes256<T>, Six>.Multiply(first, second);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            GemmBlocks<T, Lanes128<T>, Six>.Multiply(first, second);
        }
        else
        {
            GemmBlocks<T, LanesScalar<T>, Six>.Multiply(first, second);
        }
    }
}
