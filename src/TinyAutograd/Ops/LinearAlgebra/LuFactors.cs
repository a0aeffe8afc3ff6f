using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>Room for the factors of one matrix after the other of a stack.</summary>
internal readonly ref struct LuFactors<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly SquareMatrices matrices;
    private readonly SpanOwner<T> factors;
    private readonly SpanOwner<int> pivots;

    public LuFactors(SquareMatrices matrices)
    {
        this.matrices = matrices;
        factors = SpanOwner<T>.Allocate(matrices.Length);
        pivots = SpanOwner<int>.Allocate(matrices.N);
    }

    public void Dispose()
    {
        factors.Dispose();
        pivots.Dispose();
    }

    /// <summary>Factors matrix number <paramref name="m"/> of the stack.</summary>
    /// <returns>−1, or the column without a pivot: then it is singular.</returns>
    public int Factor(ReadOnlySpan<T> stack, int m)
    {
        stack.Slice(m * matrices.Length, matrices.Length).CopyTo(factors.Span);
        return LuKernel.Factor(factors.Span, matrices.N, pivots.Span);
    }

    /// <summary>The same, where it must not be singular.</summary>
    /// <exception cref="ArgumentException">It is.</exception>
    public void FactorOrThrow(string op, ReadOnlySpan<T> stack, int m)
    {
        if (Factor(stack, m) is var column and >= 0)
        {
            throw matrices.Singular(op, m, $"no pivot is left in column {column}");
        }
    }

    /// <summary>Solves with the factors: (N, columns), b on entry, x at the end.</summary>
    public void SolveInPlace(Span<T> x, int columns) =>
        LuKernel.SolveInPlace<T>(factors.Span, matrices.N, pivots.Span, x, columns);

    public T Determinant => LuKernel.Determinant<T>(factors.Span, matrices.N, pivots.Span);

    public T LogDeterminant => LuKernel.LogDeterminant<T>(factors.Span, matrices.N);
}
