namespace TinyAutograd.Tests.Differentiation;

/// <content>Jacobians, Hessians, and their products with vectors.</content>
public partial class DifferentiateTests
{
    [Fact]
    public void The_identity_has_the_unit_matrix_as_its_Jacobian()
    {
        Assert.Equal(1.0, Differentiate.Gradient(x => x, Three).Item());
        Assert.Equal(
            [1.0, 0, 0, 0, 1, 0, 0, 0, 1],
            Differentiate.Jacobian(x => x, Vector).ToArray()
        );
    }

    [Fact]
    public void A_Jacobian_has_the_shape_of_the_result_then_that_of_the_point()
    {
        var jacobian = Differentiate.Jacobian(Sums, Vector);
        Assert.Equal(Shape.Of(3, 3), jacobian.Shape);
        Assert.Equal([1.0, 1, 1, 4, -6, 10, 1, 2, 3], jacobian.ToArray());
        var matrix = Variable.Of<double>([
            [1, 2],
            [3, 4],
            [5, 6],
        ]);
        Assert.Equal(
            Shape.Of(2, 3, 2),
            Differentiate.Jacobian(x => (x * x).Sum(axes: 0), matrix).Shape
        );
        Assert.Equal(
            [2.0, 0, 6, 0, 10, 0, 0, 4, 0, 8, 0, 12],
            Differentiate.Jacobian(x => (x * x).Sum(axes: 0), matrix).ToArray()
        );
    }

    [Fact]
    public void Empty_results_and_empty_points_have_empty_Jacobians()
    {
        var none = Variable.Zeros<double>([0]);
        Assert.Equal(Shape.Of(0, 0), Differentiate.Jacobian(x => x * x, none).Shape);
        Assert.Equal(Shape.Of(0), Differentiate.Jacobian(x => x.Sum(), none).Shape);
        Assert.Equal(Shape.Of(0, 3), Differentiate.Jacobian(x => none * x.Sum(), Vector).Shape);
        Assert.Equal(Shape.Of(0, 0), Differentiate.Hessian(x => x.Sum(), none).Shape);
    }

    [Fact]
    public void A_Hessian_holds_all_second_derivatives()
    {
        // f = (Σ x)³: every second derivative is 6 Σ x
        var hessian = Differentiate.Hessian(x => Cube(x.Sum()), Vector);
        Assert.Equal(Shape.Of(3, 3), hessian.Shape);
        Assert.Equal(Enumerable.Repeat(24.0, 9), hessian.ToArray());
        // f = Σ x³ is separable: the diagonal 6x
        Assert.Equal(
            [12.0, 0, 0, 0, -18, 0, 0, 0, 30],
            Differentiate.Hessian(x => Cube(x).Sum(), Vector).ToArray()
        );
    }

    [Fact]
    public void A_Hessian_of_two_arguments_has_four_blocks()
    {
        // f = Σ x² y: Hxx = 2y I, Hxy = 2x, Hyy = 0
        var blocks = Differentiate.Hessian(
            z => (z[0] * z[0] * z[1]).Sum(),
            [Variable.Of([1.0, 2.0]), Variable.Of(10.0)]
        );
        Assert.Equal([20.0, 0, 0, 20], blocks[0][0].ToArray());
        Assert.Equal([2.0, 4], blocks[0][1].ToArray());
        Assert.Equal([2.0, 4], blocks[1][0].ToArray());
        Assert.Equal([0.0], blocks[1][1].ToArray());
        Assert.Equal(
            (Shape.Of(2, 2), Shape.Of(2), Shape.Of(2), Shape.Scalar),
            (blocks[0][0].Shape, blocks[0][1].Shape, blocks[1][0].Shape, blocks[1][1].Shape)
        );
    }

    [Fact]
    public void Products_with_vectors_agree_with_the_matrices()
    {
        var u = Variable.Of([0.5, -1.0, 2.0]);
        // uᵀ J and J v with J = [1 1 1; 4 −6 10; 1 2 3]
        Assert.Equal(
            [-1.5, 10.5, -3.5],
            Differentiate.VectorJacobianProduct(Sums, Vector, u).ToArray()
        );
        Assert.Equal(
            [1.5, 28.0, 4.5],
            Differentiate.JacobianVectorProduct(Sums, Vector, u).ToArray()
        );
        // H = 6 diag(x)
        Assert.Equal(
            [6.0, 18, 60],
            Differentiate.HessianVectorProduct(x => Cube(x).Sum(), Vector, u).ToArray()
        );
    }

    [Fact]
    public void Products_of_several_arguments_add_up()
    {
        Func<IReadOnlyList<Variable<double>>, Variable<double>> f = x => x[0] * x[0] * x[1];
        var at = new[] { Variable.Of([1.0, 2.0]), Variable.Of(10.0) };
        var v = new[] { Variable.Of([1.0, -1.0]), Variable.Of(3.0) };
        // df = 2 x y dx + x² dy
        Assert.Equal([23.0, -28.0], Differentiate.JacobianVectorProduct(f, at, v).ToArray());
        var vjp = Differentiate.VectorJacobianProduct(f, at, v[0]);
        Assert.Equal([20.0, -40.0], vjp[0].ToArray());
        Assert.Equal([-3.0], vjp[1].ToArray());
        // H v: x: 2y vₓ + 2x v_y; y: Σ 2x vₓ
        var hvp = Differentiate.HessianVectorProduct(x => f(x).Sum(), at, v);
        Assert.Equal([26.0, -8.0], hvp[0].ToArray());
        Assert.Equal([-2.0], hvp[1].ToArray());
    }
}
