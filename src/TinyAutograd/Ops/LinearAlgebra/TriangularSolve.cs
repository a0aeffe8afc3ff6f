using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Solution of equations whose matrix is a triangle, <c>a · y = b</c>; leading axes are broadcast.</summary>
    /// <param name="a">(…, N, N). Only the triangle is read.</param>
    /// <param name="b">(…, N, K): K right sides; or (N), which counts as one column.</param>
    /// <param name="isUpper">Whether the triangle lies above the diagonal; else below.</param>
    /// <param name="transposeA">Whether <c>aᵀ · y = b</c> is solved.</param>
    /// <param name="isUnitDiagonal">Whether the diagonal counts as 1, and is not read.</param>
    /// <returns>(…, N, K), without K for a vector.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a 0 on a diagonal: the matrix is singular.</exception>
    /// <remarks>Gradient: <c>db = a⁻ᵀ · dy, da = −db · yᵀ</c> within the triangle, 0 elsewhere; for a transposed
    /// <c>db = a⁻¹ · dy, da = −y · dbᵀ</c>. Cost: O(N²·K) per matrix.</remarks>
    public static Variable<T> TriangularSolve<T>(
        this Variable<T> a,
        Variable<T> b,
        bool isUpper = false,
        bool transposeA = false,
        bool isUnitDiagonal = false
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        EquationShapes.Solve(
            new TriangularSolveOp<T>(new(isUpper, transposeA, isUnitDiagonal)),
            TriangularSolveOp<T>.Method,
            a,
            b
        );
}

internal sealed class TriangularSolveOp<T>(TriangularForm form) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public const string Method = nameof(VariableOps.TriangularSolve);

    public override string Name => "triangularSolve";

    public override string Attributes =>
        $"{(form.IsUpper ? "upper" : "lower")}{(form.IsTransposed ? ", transposeA" : "")}{(form.IsUnit ? ", unit diagonal" : "")}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) => inputs[1].Shape;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var matrices = SquareMatrices.Of(Method, inputs[0].Shape);
        var columns = inputs[1].Shape[-1];
        inputs[1].AsSpan().CopyTo(y);
        for (var m = 0; m < matrices.Count; m++)
        {
            var a = inputs[0].AsSpan().Slice(m * matrices.Length, matrices.Length);
            if (!form.IsUnit && TriangularKernel.ZeroOfDiagonal(a, matrices.N) is var i and >= 0)
            {
                throw matrices.Singular(Method, m, $"element ({i}, {i}) is 0");
            }
            var x = y.Slice(m * matrices.N * columns, matrices.N * columns);
            TriangularKernel.SolveInPlace(a, matrices.N, form, x, columns);
        }
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var (a, y) = (call.Input(0), call.Output);
        var turned = form with { IsTransposed = !form.IsTransposed };
        var db = new TriangularSolveOp<T>(turned).Apply(a, dy);
        dx[1] = db;
        if (dx.Needs(0))
        {
            var da = form.IsTransposed
                ? y.MatMul(db, transposeB: true)
                : db.MatMul(y, transposeB: true);
            dx[0] = form.IsUpper
                ? (-da).Triu(form.IsUnit ? 1 : 0)
                : (-da).Tril(form.IsUnit ? -1 : 0);
        }
    }
}
