using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Cholesky factor of positive definite matrices: lower triangular with <c>y · yᵀ = (x + xᵀ) / 2</c>.</summary>
    /// <param name="x">(…, N, N). Meant is the symmetric part; NumPy and PyTorch read the lower triangle only, which is the same where x is
    /// symmetric.</param>
    /// <returns>The shape of <paramref name="x"/>; the diagonal is positive, and 0 stands above it.</returns>
    /// <exception cref="ArgumentException">The matrices are not square, or one is not positive definite.</exception>
    /// <remarks>Gradient: with <c>P</c> the lower triangle of <c>yᵀ · dy</c> and half of its diagonal, and <c>S = y⁻ᵀ · P · y⁻¹</c>:
    /// <c>dx = (S + Sᵀ) / 2</c>. Cost: O(N³/3) per matrix. Source: Murray 2016, eq. 10.</remarks>
    public static Variable<T> Cholesky<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => CholeskyOp<T>.Instance.Apply(x);
}

internal sealed class CholeskyOp<T> : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Method = nameof(VariableOps.Cholesky);

    public static readonly CholeskyOp<T> Instance = new();

    private static readonly T Half = T.CreateTruncating(0.5);

    public override string Name => "cholesky";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        SquareMatrices.Of(Method, inputs[0].Shape).Shape;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var matrices = SquareMatrices.Of(Method, inputs[0].Shape);
        for (var m = 0; m < matrices.Count; m++)
        {
            var place = m * matrices.Length;
            var a = inputs[0].AsSpan().Slice(place, matrices.Length);
            var l = y.Slice(place, matrices.Length);
            if (CholeskyKernel.Factor(a, matrices.N, l) is var row and >= 0)
            {
                throw matrices.NotPositiveDefinite(Method, m, row);
            }
        }
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var y = call.Output;
        var n = y.Shape[-1];
        var lower = Variable.Ones<T>([n, n]).Tril() - Half * Variable.Eye<T>(n);
        var p = y.MatMul(dy.Tril(), transposeA: true) * lower;
        // y⁻ᵀ·P, and then from the other side by way of the transposition.
        var left = y.TriangularSolve(p, transposeA: true);
        var s = y.TriangularSolve(left.Transpose(), transposeA: true);
        dx[0] = Half * (s + s.Transpose());
    }
}
