using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Logarithms of the magnitudes of determinants, <c>y = ln |det x|</c>, where the determinant itself may overflow or vanish.</summary>
    /// <param name="x">(…, N, N), not singular.</param>
    /// <returns>(…). The second result of NumPy's and PyTorch's slogdet; PyTorch's logdet is NaN for a negative determinant.</returns>
    /// <exception cref="ArgumentException">The matrices are not square, or one is singular.</exception>
    /// <remarks>Gradient: <c>dx = dy ⊙ x⁻ᵀ</c>. Cost: O(N³) per matrix.</remarks>
    public static Variable<T> LogDeterminant<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => LogDeterminantOp<T>.Instance.Apply(x);
}

internal sealed class LogDeterminantOp<T> : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Method = nameof(VariableOps.LogDeterminant);

    public static readonly LogDeterminantOp<T> Instance = new();

    public override string Name => "logDeterminant";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        SquareMatrices.Of(Method, inputs[0].Shape).Leading;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var matrices = SquareMatrices.Of(Method, inputs[0].Shape);
        using var factors = new LuFactors<T>(matrices);
        for (var m = 0; m < matrices.Count; m++)
        {
            factors.FactorOrThrow(Method, inputs[0].AsSpan(), m);
            y[m] = factors.LogDeterminant;
        }
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var x = call.Input(0);
        dx[0] = dy.Reshape(dy.Shape.Concat([1, 1])) * x.Inverse().Transpose();
    }
}
