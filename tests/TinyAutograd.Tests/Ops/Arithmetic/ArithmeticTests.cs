namespace TinyAutograd.Tests.Ops.Arithmetic;

public class ArithmeticTests
{
    private static readonly double[] Left = [1, 3, 5, double.NaN, 2, -0.0, double.NegativeInfinity];
    private static readonly double[] Right = [2, 3, 4, 1, double.NaN, 1, 0];

    [Fact]
    public void Maximum_takes_the_larger_and_shares_the_gradient_at_ties()
    {
        var (y, da, db) = Pair((a, b) => a.Maximum(b));
        Assert.Equal([2.0, 3, 5, double.NaN, double.NaN, 1, 0], y);
        Assert.Equal([0, 0.5, 1, 1, 1, 0, 0], da);
        Assert.Equal([1, 0.5, 0, 1, 1, 1, 1], db);
    }

    [Fact]
    public void Minimum_takes_the_smaller_and_shares_the_gradient_at_ties()
    {
        var (y, da, db) = Pair((a, b) => a.Minimum(b));
        Assert.Equal([1.0, 3, 4, double.NaN, double.NaN, 0, double.NegativeInfinity], y);
        Assert.Equal([1, 0.5, 0, 1, 1, 1, 1], da);
        Assert.Equal([0, 0.5, 1, 1, 1, 0, 0], db);
    }

    [Fact]
    public void Maximum_of_a_variable_with_itself_has_the_gradient_one()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of([1.0, -2]);
        Assert.Equal([1.0, 1], tape.Gradient(x.Maximum(x).Sum(), x).ToArray());
        Assert.Equal([1.0, 1], tape.Gradient(x.Minimum(x).Sum(), x).ToArray());
    }

    [Fact]
    public void Ties_are_shared_under_broadcasting_too()
    {
        using var tape = new Tape<double>();
        var a = Variable.Of<double>([
            [1, 2, 3],
            [3, 2, 1],
        ]);
        var b = Variable.Of(2.0);
        var gradients = tape.Gradients(a.Maximum(b).Sum(), of: [a, b]);
        Assert.Equal([0, 0.5, 1, 1, 0.5, 0], gradients[0].ToArray());
        Assert.Equal(3, gradients[1].Item()); // 1 + ½ + 0 + 0 + ½ + 1
    }

    [Fact]
    public void Lerp_goes_from_start_to_end()
    {
        using var tape = new Tape<double>();
        var (a, b, w) = (Variable.Of([1.0, 2]), Variable.Of([3.0, 10]), Variable.Of(0.25));
        var y = a.Lerp(b, w);
        Assert.Equal([1.5, 4], y.ToArray());
        var gradients = tape.Gradients(y.Sum(), of: [a, b, w]);
        Assert.Equal([0.75, 0.75], gradients[0].ToArray());
        Assert.Equal([0.25, 0.25], gradients[1].ToArray());
        Assert.Equal(10, gradients[2].Item());
        Assert.Equal(y.ToArray(), a.Lerp(b, 0.25).ToArray());
        Assert.Equal(a.ToArray(), a.Lerp(b, 0).ToArray());
        Assert.Equal(b.ToArray(), a.Lerp(b, 1).ToArray());
        Assert.Equal([5.0, 18], a.Lerp(b, 2).ToArray());
    }

    [Fact]
    public void Reciprocal_keeps_the_sign_of_zero()
    {
        double[] expected = [double.NegativeInfinity, double.PositiveInfinity, -0.25];
        Assert.Equal(expected, Variable.Of([-0.0, 0.0, -4.0]).Reciprocal().ToArray());
    }

    [Fact]
    public void A_parameter_goes_with_numbers_on_either_side()
    {
        var p = new Parameter<double>("p", Variable.Of([2.0, 4.0]));
        Assert.Equal([3.0, 5], (p + 1).ToArray());
        Assert.Equal([3.0, 5], (1 + p).ToArray());
        Assert.Equal([1.0, 3], (p - 1).ToArray());
        Assert.Equal([-1.0, -3], (1 - p).ToArray());
        Assert.Equal([6.0, 12], (p * 3).ToArray());
        Assert.Equal([6.0, 12], (3 * p).ToArray());
        Assert.Equal([1.0, 2], (p / 2).ToArray());
        Assert.Equal([4.0, 2], (8 / p).ToArray());
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_named()
    {
        var (a, b) = (Variable.Zeros<float>([2, 3]), Variable.Zeros<float>([2, 4]));
        Action[] calls =
        [
            () => a.Pow(b),
            () => a.Maximum(b),
            () => a.Minimum(b),
            () => a.Lerp(b, 0.5f),
        ];
        Assert.All(
            calls,
            call =>
                Assert.Contains(
                    "(2, 3)",
                    Assert.Throws<ArgumentException>(call).Message,
                    StringComparison.Ordinal
                )
        );
    }

    // Value and gradients of both, by kernel and by rule, which must agree bit for bit.
    private static (double[] Y, double[] Da, double[] Db) Pair(
        Func<Variable<double>, Variable<double>, Variable<double>> f
    )
    {
        var (a, b) = (Variable.Of(Left), Variable.Of(Right));
        using var tape = new Tape<double>();
        var y = f(a, b);
        var byKernel = tape.Gradients(y, of: [a, b], upstream: Variable.Ones<double>(y.Shape));
        var result = (y.ToArray(), byKernel[0].ToArray(), byKernel[1].ToArray());
        using var listened = new Tape<double>();
        var again = f(a, b);
        var byRule = listened.Gradients(
            again,
            of: [a, b],
            upstream: Variable.Ones<double>(y.Shape)
        );
        Assert.Equal(result.Item2, byRule[0].ToArray());
        Assert.Equal(result.Item3, byRule[1].ToArray());
        return result;
    }
}
