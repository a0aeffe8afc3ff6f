using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Inverse matrices, <c>y = x⁻¹</c>. To multiply by one, <see cref="Solve{T}"/> is faster and more accurate.</summary>
    /// <param name="x">(…, N, N), not singular.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">The matrices are not square, or one is singular.</exception>
    /// <remarks>Gradient: <c>dx = −yᵀ · dy · yᵀ</c>. Cost: O(N³) per matrix.</remarks>
    public static Variable<T> Inverse<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => InverseOp<T>.Instance.Apply(x);
}

internal sealed class InverseOp<T> : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Method = nameof(VariableOps.Inverse);

    public static readonly InverseOp<T> Instance = new();

    public override string Name => "inverse";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        SquareMatrices.Of(Method, inputs[0].Shape).Shape;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var matrices = SquareMatrices.Of(Method, inputs[0].Shape);
        using var factors = new LuFactors<T>(matrices);
        for (var m = 0; m < matrices.Count; m++)
        {
            factors.FactorOrThrow(Method, inputs[0].AsSpan(), m);
            var inverse = y.Slice(m * matrices.Length, matrices.Length);
            inverse.Clear();
            for (var i = 0; i < matrices.N; i++)
            {
                inverse[i * matrices.N + i] = T.One;
            }
            factors.SolveInPlace(inverse, matrices.N);
        }
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = -call.Output.MatMul(dy, transposeA: true).MatMul(call.Output, transposeB: true);
}
