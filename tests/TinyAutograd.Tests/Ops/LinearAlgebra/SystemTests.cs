namespace TinyAutograd.Tests.Ops.LinearAlgebra;

public class SystemTests
{
    private const double Epsilon = 2.220446049250313e-16;

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(64)]
    public void A_solution_solves_the_equations(int n)
    {
        var a = Variable.Normal<double>([3, n, n], new RandomGenerator(1));
        var b = Variable.Normal<double>([3, n, 2], new RandomGenerator(2));
        var x = a.Solve(b);
        // Elimination with partial pivoting is backward stable: the rest is of the size of |a|·|x|·n·ε (Higham 2002, theorem 9.3).
        var bound = 8 * n * n * Epsilon * a.Norm(order: double.PositiveInfinity).Item();
        var limit = bound * Largest(x);
        Assert.All((a.MatMul(x) - b).ToArray(), r => Assert.Equal(0, r, limit));
        var inverse = a.Inverse();
        limit = bound * Largest(inverse);
        var rest = a.MatMul(inverse) - Variable.Eye<double>(n);
        Assert.All(rest.ToArray(), r => Assert.Equal(0, r, limit));
    }

    [Fact]
    public void A_pivot_of_0_is_exchanged_for_another()
    {
        var a = Variable.Of<double>([
            [0, 2],
            [3, 0],
        ]);
        Assert.Equal([5, 2], a.Solve(Variable.Of([4.0, 15])).ToArray());
        Assert.Equal(-6, a.Determinant().Item());
        Assert.Equal(Math.Log(6), a.LogDeterminant().Item(), 1e-15);
    }

    [Fact]
    public void A_factor_times_itself_is_the_matrix_and_gives_its_log_determinant()
    {
        var root = Variable.Normal<double>([2, 12, 12], new RandomGenerator(1));
        var a = root.MatMul(root, transposeB: true) + Variable.Eye<double>(12);
        var l = a.Cholesky();
        var rest = (l.MatMul(l, transposeB: true) - a).Norm() / a.Norm();
        Assert.InRange(rest.Item(), 0, 12 * Epsilon);
        Assert.All(l.Triu(1).ToArray(), value => Assert.Equal(0, value));
        Assert.All(l.Diagonal().ToArray(), value => Assert.True(value > 0));
        var half = l.Diagonal().Log().Sum(1);
        Assert.Equal(
            a.LogDeterminant().ToArray(),
            (2 * half).ToArray(),
            (p, q) => Math.Abs(p - q) < 1e-12
        );
    }

    [Fact]
    public void A_determinant_that_overflows_or_vanishes_has_a_logarithm()
    {
        foreach (var scale in new[] { 1e-30, 1e30 })
        {
            var a = Variable.Eye<double>(20) * scale;
            Assert.Equal(scale < 1 ? 0 : double.PositiveInfinity, a.Determinant().Item());
            Assert.Equal(20 * Math.Log(scale), a.LogDeterminant().Item(), 1e-11);
        }
    }

    [Fact]
    public void Nothing_has_the_determinant_1_and_its_logarithm()
    {
        var nothing = Variable.Zeros<double>([2, 0, 0]);
        Assert.Equal([1, 1], nothing.Determinant().ToArray());
        Assert.Equal([0, 0], nothing.LogDeterminant().ToArray());
        Assert.Equal([2, 0, 0], nothing.Inverse().Shape);
        Assert.Equal([2, 0, 3], nothing.Solve(Variable.Zeros<double>([0, 3])).Shape);
    }

    [Fact]
    public void Derivatives_of_a_determinant_are_right_for_singular_matrices()
    {
        // Rank 1, and powers of two, so that elimination is exact: every cofactor is 0, and the second derivative is what is left: ∂²det/∂x₀₀∂x₁₁ = x₂₂ and so on.
        var x = Variable.Of<double>([
            [1, 2, 4],
            [2, 4, 8],
            [4, 8, 16],
        ]);
        Assert.Equal(0, x.Determinant().Item());
        var gradient = Differentiate.Gradient(x => x.Determinant(), at: x);
        Assert.Equal(new double[9], gradient.ToArray());
        var hessian = Differentiate.Hessian(x => x.Determinant(), x).Reshape(3, 3, 3, 3);
        Assert.Equal(16, hessian[0, 0, 1, 1].Item());
        Assert.Equal(-16, hessian[0, 1, 1, 0].Item());
        Assert.Equal(-4, hessian[0, 2, 2, 0].Item());
        Assert.Equal(0, hessian[0, 0, 0, 1].Item());
    }

    [Fact]
    public void The_other_triangle_is_not_read_and_has_the_gradient_0()
    {
        var a = Variable.Of<double>([
            [2, double.NaN],
            [4, 5],
        ]);
        using var tape = new Tape<double>();
        var y = a.TriangularSolve(Variable.Of([6.0, 22]));
        Assert.Equal([3, 2], y.ToArray());
        var unit = a.TriangularSolve(Variable.Of([6.0, 22]), isUnitDiagonal: true);
        Assert.Equal([6, -2], unit.ToArray());
        var da = tape.Gradient(y.Sum(), a);
        // db = (0.1, 0.2): da = −db·yᵀ under the diagonal.
        Assert.Equal([-0.3, 0, -0.6, -0.4], da.ToArray(), (p, q) => Math.Abs(p - q) < 1e-15);
    }

    [Fact]
    public void A_matrix_that_is_singular_in_the_middle_of_a_step_leaves_nothing_behind()
    {
        using var tape = new Tape<double>();
        var a = Variable.Eye<double>(2) * 0.0;
        var count = tape.Entries.Count;
        Assert.Throws<ArgumentException>(() => a.Inverse());
        Assert.Equal(count, tape.Entries.Count);
    }

    private static double Largest(Variable<double> x) =>
        Math.Max(1, x.Norm(order: double.PositiveInfinity).Item());

    [Fact]
    public void A_number_is_no_right_side_of_a_single_equation()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Variable.Ones<double>([1, 1]).Solve(Variable.Of(1.0))
        );
        Assert.StartsWith(
            "Solve: (1, 1) and right sides ()",
            error.Message,
            StringComparison.Ordinal
        );
    }
}
