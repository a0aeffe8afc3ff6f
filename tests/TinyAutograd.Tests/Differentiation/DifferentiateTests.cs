namespace TinyAutograd.Tests.Differentiation;

public partial class DifferentiateTests
{
    private static readonly Variable<double> Three = Variable.Of(3.0);
    private static readonly Variable<double> Vector = Variable.Of([2.0, -3.0, 5.0]);

    private static Variable<double> Cube(Variable<double> x) => x * x * x;

    /// <summary>f(x) = [Σ x, Σ x², Σ x ⊙ c] with c = [1, 2, 3], put together from unit vectors.</summary>
    private static Variable<double> Sums(Variable<double> x) =>
        Variable.Of([1.0, 0, 0]) * x.Sum()
        + Variable.Of([0.0, 1, 0]) * (x * x).Sum()
        + Variable.Of([0.0, 0, 1]) * (x * Variable.Of([1.0, 2, 3])).Sum();

    [Fact]
    public void Gradient_of_a_cube_is_three_squares()
    {
        Assert.Equal(27.0, Differentiate.Gradient(Cube, Three).Item());
        Assert.Equal([12.0, 27, 75], Differentiate.Gradient(x => Cube(x).Sum(), Vector).ToArray());
    }

    [Fact]
    public void Value_and_gradient_come_from_one_call_of_the_function()
    {
        var calls = 0;
        var (value, gradient) = Differentiate.ValueAndGradient(
            x =>
            {
                calls++;
                return Cube(x);
            },
            Three
        );
        Assert.Equal((27.0, 27.0, 1), (value.Item(), gradient.Item(), calls));
    }

    [Fact]
    public void Several_arguments_have_a_gradient_each()
    {
        var (value, gradients) = Differentiate.ValueAndGradient(
            x => (x[0] * x[0] * x[1]).Sum() + x[2].Sum(),
            [Variable.Of([1.0, 2.0]), Variable.Of(10.0), Variable.Zeros<double>([0])]
        );
        Assert.Equal(50.0, value.Item());
        Assert.Equal([20.0, 40.0], gradients[0].ToArray());
        Assert.Equal([5.0], gradients[1].ToArray());
        Assert.Equal(Shape.Of(0), gradients[2].Shape);
    }

    [Fact]
    public void The_gradient_of_a_gradient_of_a_gradient_is_the_third_derivative()
    {
        // x⁵: 5x⁴, 20x³, 60x², 120x, 120, 0
        Func<Variable<double>, Variable<double>> f = x => x * x * x * x * x;
        foreach (var expected in new double[] { 405, 540, 540, 360, 120, 0 })
        {
            var inner = f;
            f = x => Differentiate.Gradient(inner, x);
            Assert.Equal(expected, f(Three).Item());
        }
    }

    [Fact]
    public void A_captured_point_is_a_constant_and_yet_seen_from_outside()
    {
        // d/dx [x · d/dy (x y) at y = x] = d/dx x² = 2x; a mix-up of the two derivatives would give 4x
        var result = Differentiate.Gradient(x => x * Differentiate.Gradient(y => x * y, x), Three);
        Assert.Equal(6.0, result.Item());
    }

    [Fact]
    public void An_open_tape_sees_through_a_gradient()
    {
        using var tape = new Tape<double>();
        var x = Vector * 1.0;
        var w = new Parameter<double>("w", Variable.Of(7.0));
        var slope = Differentiate.Gradient(z => (z * z * z * w).Sum(), x); // 3 w x²
        var loss = slope.Sum();
        Assert.Equal([84.0, -126, 210], tape.Gradient(loss, x).ToArray()); // 6 w x
        Assert.Equal(114.0, tape.Gradients(loss, of: [w])[0].Item()); // 3 Σ x²
    }

    [Fact]
    public void A_parameter_may_be_the_point()
    {
        var w = new Parameter<double>("w", Three);
        Assert.Equal(27.0, Differentiate.Gradient(Cube, w.Value).Item());
    }

    [Fact]
    public void What_does_not_depend_on_the_point_has_derivative_zero()
    {
        var c = Variable.Of(4.0);
        Assert.Equal([0.0, 0, 0], Differentiate.Gradient(_ => c, Vector).ToArray());
        Assert.Equal([0.0, 0, 0], Differentiate.Gradient(_ => c * c, Vector).ToArray());
        Assert.Equal(new double[9], Differentiate.Hessian(_ => c, Vector).ToArray());
        Assert.Equal(new double[9], Differentiate.Hessian(x => x.Sum(), Vector).ToArray());
        Assert.Equal(new double[3], Differentiate.Jacobian(_ => c, Vector).ToArray());
        Assert.Equal(
            [0.0],
            Differentiate.JacobianVectorProduct(_ => c * c, Vector, Vector).ToArray()
        );
        Assert.Equal(
            new double[3],
            Differentiate.HessianVectorProduct(_ => c, Vector, Vector).ToArray()
        );
        Assert.Equal(
            new double[3],
            Differentiate.VectorJacobianProduct(_ => c, Vector, c).ToArray()
        );
    }

    [Fact]
    public void Every_derivative_can_itself_be_differentiated()
    {
        var u = Variable.Of([0.5, -1.0, 2.0]);
        Func<Variable<double>, Variable<double>> cubes = x => Cube(x).Sum();
        // ∂/∂x Σ 6 diag(x) = 6, of 6 x ⊙ u = 6u, of 3x² = 6x
        AssertGradient([6.0, 6, 6], x => Differentiate.Hessian(cubes, x).Sum());
        AssertGradient([3.0, -6, 12], x => Differentiate.HessianVectorProduct(cubes, x, u).Sum());
        AssertGradient([12.0, -18, 30], x => Differentiate.Jacobian(Cube, x).Sum());
        AssertGradient([6.0, 18, 60], x => Differentiate.VectorJacobianProduct(Cube, x, u).Sum());
        AssertGradient([6.0, 18, 60], x => Differentiate.JacobianVectorProduct(Cube, x, u).Sum());
        // and with respect to the vector: 3x²
        Assert.Equal(
            [12.0, 27, 75],
            Differentiate
                .Gradient(v => Differentiate.JacobianVectorProduct(Cube, Vector, v).Sum(), u)
                .ToArray()
        );
        // third derivatives: ∂³/∂xᵢ∂xⱼ∂xₖ Σ x³ = 6 where i = j = k
        var third = Differentiate.Jacobian(x => Differentiate.Hessian(cubes, x), Vector);
        Assert.Equal(Shape.Of(3, 3, 3), third.Shape);
        Assert.Equal(Enumerable.Range(0, 27).Select(i => i % 13 == 0 ? 6.0 : 0.0), third.ToArray());

        static void AssertGradient(double[] expected, Func<Variable<double>, Variable<double>> f) =>
            Assert.Equal(expected, Differentiate.Gradient(f, Vector).ToArray());
    }

    [Fact]
    public void Results_outlive_the_call_and_the_scopes_within()
    {
        var kept = Differentiate.Hessian(x => Cube(x).Sum(), Vector);
        using (new Tape<double>())
        {
            _ = Cube(Vector) * Cube(Vector); // reuses whatever memory the call gave back
        }
        Assert.Equal([12.0, 0, 0, 0, -18, 0, 0, 0, 30], kept.ToArray());
        using var workspace = new Workspace<double>();
        var inside = Differentiate.Gradient(x => Cube(x).Sum(), Vector);
        _ = Cube(Vector);
        Assert.Equal([12.0, 27, 75], inside.ToArray());
    }

    [Fact]
    public void A_function_that_throws_leaves_nothing_open()
    {
        Assert.Throws<ArithmeticException>(() =>
            Differentiate.HessianVectorProduct<double>(
                _ => throw new ArithmeticException(),
                Vector,
                Vector
            )
        );
        using var tape = new Tape<double>();
        _ = Cube(Three);
        Assert.Equal(2, tape.Entries.Count);
    }

    [Fact]
    public void Several_numbers_where_one_is_needed_are_refused_with_a_remedy()
    {
        AssertSays(
            "Gradient: the function gave shape (3)",
            () => Differentiate.Gradient(Cube, Vector)
        );
        AssertSays("ValueAndGradient: ", () => Differentiate.ValueAndGradient(Cube, Vector));
        AssertSays("Hessian: ", () => Differentiate.Hessian(Cube, Vector));
        AssertSays(
            "HessianVectorProduct: ",
            () => Differentiate.HessianVectorProduct(Cube, Vector, Vector)
        );
    }

    [Fact]
    public void A_direction_through_an_op_without_derivative_is_refused_with_its_name()
    {
        var x = Variable.Of([0.5, 1.5]);
        var e = Assert.Throws<InvalidOperationException>(() =>
            Differentiate.JacobianVectorProduct(y => (y * y).Floor(), x, x)
        );
        Assert.Contains("floor has no derivative", e.Message, StringComparison.Ordinal);
        // what does not move may pass through it
        var along = Differentiate.JacobianVectorProduct(y => y * x.Floor(), x, x);
        Assert.Equal([0.0, 1.5], along.ToArray());
    }

    [Fact]
    public void Vectors_of_the_wrong_shape_are_refused_with_both_shapes()
    {
        AssertSays(
            "(3), the function's result ()",
            () => Differentiate.VectorJacobianProduct(x => x.Sum(), Vector, Vector)
        );
        AssertSays(
            "(), argument (3)",
            () => Differentiate.JacobianVectorProduct(Cube, Vector, Three)
        );
        AssertSays(
            "(), argument (3)",
            () => Differentiate.HessianVectorProduct(x => x.Sum(), Vector, Three)
        );
        AssertSays(
            "1 vectors for 2 arguments",
            () => Differentiate.JacobianVectorProduct(x => x[0], [Three, Three], [Three])
        );
        AssertSays("at least one", () => Differentiate.Gradient<double>(_ => Three, []));
        AssertSays("gave null", () => Differentiate.Gradient(_ => null!, Three));
        var deep = Variable.Zeros<double>([1, 1, 1, 1, 1]);
        AssertSays("more than 8 axes", () => Differentiate.Jacobian(x => x, deep));
    }

    private static void AssertSays(string words, Func<object> call) =>
        Assert.Contains(
            words,
            Assert.ThrowsAny<ArgumentException>(call).Message,
            StringComparison.Ordinal
        );
}
