namespace TinyAutograd.Tests.Ops.LinearAlgebra;

public class EinsumTests
{
    private readonly Variable<double> a = Variable.Normal<double>([3, 4], new RandomGenerator(1));
    private readonly Variable<double> b = Variable.Normal<double>([4, 5], new RandomGenerator(2));

    [Theory]
    [InlineData("ij,jk->ik", false, false)]
    [InlineData("ji,jk->ik", true, false)]
    [InlineData("ij,kj->ik", false, true)]
    [InlineData("ji,kj->ik", true, true)]
    public void A_matrix_product_in_any_order_of_axes_copies_nothing(
        string equation,
        bool transposeA,
        bool transposeB
    )
    {
        var left = transposeA ? a.Transpose() : a;
        var right = transposeB ? b.Transpose() : b;
        using var tape = new Tape<double>();
        var y = VariableOps.Einsum(equation, left, right);
        Assert.Equal(a.MatMul(b).ToArray(), y.ToArray());
        Assert.DoesNotContain(tape.Entries, entry => entry.Op.Name == "permute");
    }

    [Fact]
    public void An_index_that_occurs_twice_in_an_operand_takes_its_diagonal()
    {
        var x = Variable.Arange<double>(27).Reshape([3, 3, 3]);
        Assert.Equal([0.0, 13, 26], VariableOps.Einsum("iii->i", x).ToArray());
        Assert.Equal(
            [0.0, 12, 24, 1, 13, 25, 2, 14, 26],
            VariableOps.Einsum("iij->ji", x).ToArray()
        );
        Assert.Equal(39, VariableOps.Einsum("iii", x).Item());
        Assert.Equal(3, VariableOps.Einsum("->", Variable.Of(3.0)).Item());
    }

    [Fact]
    public void What_is_not_on_the_diagonal_has_no_influence()
    {
        var x = Variable.Of<double>([
            [1, double.NaN],
            [double.PositiveInfinity, 2],
        ]);
        using var tape = new Tape<double>();
        var trace = VariableOps.Einsum("ii->", x);
        Assert.Equal(3, trace.Item());
        Assert.Equal([1.0, 0, 0, 1], tape.Gradient(trace, x).ToArray());
    }

    [Fact]
    public void An_operand_used_twice_receives_both_gradients()
    {
        using var tape = new Tape<double>();
        var y = VariableOps.Einsum("ij,ij->", a, a);
        Assert.Equal((a * 2.0).ToArray(), tape.Gradient(y, a).ToArray());
    }

    [Fact]
    public void Four_operands_are_contracted_from_left_to_right()
    {
        var c = Variable.Normal<double>([5], new RandomGenerator(3));
        var d = Variable.Normal<double>([3, 2], new RandomGenerator(4));
        var y = VariableOps.Einsum("ij, jk, k, il -> l", a, b, c, d);
        var want = a.MatMul(b).MatMul(c).MatMul(d);
        Assert.Equal([2], y.Shape);
        Assert.Equal(want.AsSpan()[0], y.AsSpan()[0], 1e-13);
        Assert.Equal(want.AsSpan()[1], y.AsSpan()[1], 1e-13);
    }

    [Theory]
    [InlineData("ij->ij", "it has 1 operands, 2 were given")]
    [InlineData("ij,jk->iz", "index 'z' of the result occurs in no operand")]
    [InlineData("ij,jk->ii", "index 'i' occurs twice in the result")]
    [InlineData("i1,jk->ij", "'1' is not an index")]
    [InlineData("...j,jk->k", "'.' is not an index")]
    [InlineData("ijk,jk->i", "operand 0 has 3 indices 'ijk', but shape (3, 4) has 2 axes")]
    [InlineData("ij,kj->ik", "index 'j' is 4 and, in operand 1 (4, 5), 5")]
    public void A_wrong_equation_says_what_is_wrong(string equation, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => VariableOps.Einsum(equation, a, b));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains($"\"{equation}\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dot_and_outer_take_vectors_only()
    {
        Assert.Throws<ArgumentException>(() => a.Dot(a));
        Assert.Throws<ArgumentException>(() =>
            Variable.Ones<double>([2]).Dot(Variable.Ones<double>([3]))
        );
        Assert.Throws<ArgumentException>(() => a.Outer(Variable.Ones<double>([3])));
        Assert.Equal([3.0, 4, 6, 8], Variable.Of([1.0, 2]).Outer(Variable.Of([3.0, 4])).ToArray());
        Assert.Equal(11, Variable.Of([1.0, 2]).Dot(Variable.Of([3.0, 4])).Item());
    }
}
