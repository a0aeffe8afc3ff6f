using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Determinants of matrices, <c>y = det x</c>; 0 for a singular one, 1 for one without rows.</summary>
    /// <param name="x">(…, N, N).</param>
    /// <returns>(…).</returns>
    /// <exception cref="ArgumentException">The matrices are not square.</exception>
    /// <remarks>Gradient: <c>dx = dy ⊙ cof x</c>, the cofactors: <c>y·x⁻ᵀ</c> where x is not singular. Where a determinant is 0 they are
    /// computed one by one as determinants of N − 1 rows, so that singular matrices have the right derivatives, too, at a cost
    /// of O(N⁵) and memory of O(N⁴). Otherwise the cost is O(N³) per matrix.</remarks>
    public static Variable<T> Determinant<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => DeterminantOp<T>.Instance.Apply(x);
}

internal sealed class DeterminantOp<T> : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Method = nameof(VariableOps.Determinant);

    public static readonly DeterminantOp<T> Instance = new();

    public override string Name => "determinant";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        SquareMatrices.Of(Method, inputs[0].Shape).Leading;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var matrices = SquareMatrices.Of(Method, inputs[0].Shape);
        using var factors = new LuFactors<T>(matrices);
        for (var m = 0; m < matrices.Count; m++)
        {
            y[m] = factors.Factor(inputs[0].AsSpan(), m) < 0 ? factors.Determinant : T.Zero;
        }
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var (x, y) = (call.Input(0), call.Output);
        var scalars = y.Shape.Concat([1, 1]);
        dx[0] = y.IsEqual(T.Zero).Any()
            ? dy.Reshape(scalars) * Cofactors(x)
            : (dy * y).Reshape(scalars) * x.Inverse().Transpose();
    }

    // (−1)^(i + j) times the determinant of x without row i and column j, for all i and j at once.
    private static Variable<T> Cofactors(Variable<T> x)
    {
        var matrices = SquareMatrices.Of(Method, x.Shape);
        var (n, rest) = (matrices.N, Math.Max(matrices.N - 1, 0));
        var places = new int[matrices.Length * rest * rest];
        var signs = new T[matrices.Length];
        var count = 0;
        for (var minor = 0; minor < matrices.Length; minor++)
        {
            var (i, j) = Math.DivRem(minor, n);
            signs[minor] = (i + j) % 2 == 0 ? T.One : -T.One;
            for (var place = 0; place < matrices.Length; place++)
            {
                var (row, column) = Math.DivRem(place, n);
                if (row != i && column != j)
                {
                    places[count++] = place;
                }
            }
        }
        var minors = x.Reshape([matrices.Count, matrices.Length])
            .IndexSelect(Indices.Own(places, [places.Length]), 1)
            .Reshape([matrices.Count * matrices.Length, rest, rest])
            .Determinant();
        return minors.Reshape(x.Shape) * Variable.Own(signs, [n, n]);
    }
}
