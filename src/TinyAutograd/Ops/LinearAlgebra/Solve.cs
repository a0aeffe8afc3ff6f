using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Solution of linear equations, <c>a · y = b</c>; leading axes are broadcast.</summary>
    /// <param name="a">(…, N, N), not singular.</param>
    /// <param name="b">(…, N, K): K right sides; or (N), which counts as one column. A stack of vectors needs K = 1, as in NumPy 2.</param>
    /// <returns>(…, N, K), without K for a vector.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a matrix is singular.</exception>
    /// <remarks>By elimination with partial pivoting. Gradient: <c>db = a⁻ᵀ · dy, da = −db · yᵀ</c>. Cost: O(N³ + N²·K) per
    /// matrix.</remarks>
    public static Variable<T> Solve<T>(this Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        EquationShapes.Solve(SolveOp<T>.Instance, SolveOp<T>.Method, a, b);
}

internal sealed class SolveOp<T> : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public const string Method = nameof(VariableOps.Solve);

    public static readonly SolveOp<T> Instance = new();

    public override string Name => "solve";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) => inputs[1].Shape;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var matrices = SquareMatrices.Of(Method, inputs[0].Shape);
        var columns = inputs[1].Shape[-1];
        inputs[1].AsSpan().CopyTo(y);
        using var factors = new LuFactors<T>(matrices);
        for (var m = 0; m < matrices.Count; m++)
        {
            factors.FactorOrThrow(Method, inputs[0].AsSpan(), m);
            factors.SolveInPlace(y.Slice(m * matrices.N * columns, matrices.N * columns), columns);
        }
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var db = Instance.Apply(call.Input(0).Transpose(), dy);
        dx[1] = db;
        if (dx.Needs(0))
        {
            dx[0] = -db.MatMul(call.Output, transposeB: true);
        }
    }
}
