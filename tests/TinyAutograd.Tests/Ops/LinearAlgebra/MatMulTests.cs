namespace TinyAutograd.Tests.Ops.LinearAlgebra;

public class MatMulTests
{
    [Fact]
    public void A_misfit_names_both_shapes_and_the_inner_sizes()
    {
        var error = Assert.Throws<ArgumentException>(() => Ones(4, 3).MatMul(Ones(2, 8)));
        Assert.Equal("MatMul: (4, 3) × (2, 8): inner sizes 3 and 2 must be equal.", error.Message);
    }

    [Fact]
    public void A_misfit_of_transposed_operands_shows_what_is_transposed()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Ones(4, 3).MatMul(Ones(2, 8), transposeA: true, transposeB: true)
        );
        Assert.Contains(
            "(4, 3)ᵀ × (2, 8)ᵀ: inner sizes 4 and 8",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Operands_without_axes_transposed_vectors_and_unlike_batches_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Ones().MatMul(Ones(2)));
        Assert.Throws<ArgumentException>(() => Ones(2).MatMul(Ones()));
        Assert.Throws<ArgumentException>(() => Ones(2).MatMul(Ones(2, 2), transposeA: true));
        Assert.Throws<ArgumentException>(() => Ones(2, 2).MatMul(Ones(2), transposeB: true));
        var error = Assert.Throws<ArgumentException>(() => Ones(2, 4, 3).MatMul(Ones(5, 3, 4)));
        Assert.Contains("(2) and (5)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transposed_operand_is_the_transposed_matrix()
    {
        var a = Variable.Of<double>([
            [1, 2, 3],
            [4, 5, 6],
        ]);
        var b = Variable.Of<double>([
            [1, 0, 2],
            [0, 1, 1],
        ]);
        Assert.Equal([7.0, 5, 16, 11], a.MatMul(b, transposeB: true).ToArray());
        Assert.Equal([1.0, 4, 6, 2, 5, 9, 3, 6, 12], a.MatMul(b, transposeA: true).ToArray());
        Assert.Equal([7.0, 16, 5, 11], b.MatMul(a, transposeB: true).ToArray());
    }

    [Fact]
    public void Leading_axes_broadcast_as_if_each_product_were_computed_alone()
    {
        var random = new RandomGenerator(5);
        var a = Variable.Normal<double>([3, 1, 2, 4], random);
        var b = Variable.Normal<double>([2, 4, 5], random);
        var y = a.MatMul(b);
        Assert.Equal([3, 2, 2, 5], y.Shape);
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 2; j++)
            {
                var alone = Part(a, i * 8, 2, 4).MatMul(Part(b, j * 20, 4, 5));
                Assert.Equal(alone.ToArray(), Part(y, (i * 2 + j) * 10, 2, 5).ToArray());
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Many_rows_times_one_matrix_give_its_gradient_as_one_product(bool transposeB)
    {
        var random = new RandomGenerator(6);
        var a = Variable.Normal<double>([2, 3, 4], random);
        var b = Variable.Normal<double>(transposeB ? [5, 4] : [4, 5], random);
        using var tape = new Tape<double>();
        var tall = tape.Gradients(a.MatMul(b, false, transposeB).Sum(), [a, b]);
        var flat = a.Reshape([6, 4]);
        var matrix = tape.Gradients(flat.MatMul(b, false, transposeB).Sum(), [flat, b]);
        Assert.Equal(matrix[0].ToArray(), tall[0].ToArray());
        Assert.Equal(matrix[1].ToArray(), tall[1].ToArray());
    }

    private static Variable<double> Ones(params int[] sizes) =>
        Variable.Ones<double>(Shape.Of(sizes));

    private static Variable<double> Part(Variable<double> x, int start, int rows, int columns) =>
        Variable.Of(x.AsSpan().Slice(start, rows * columns), [rows, columns]);

    // The product of a transposed matrix has no kernel of its own for a vector: the rule speaks.
    [Fact]
    public void A_vector_behind_a_transposed_matrix_receives_a_vector()
    {
        using var tape = new Tape<double>();
        var a = Variable.Of<double>([
            [1, 2],
            [3, 4],
            [5, 6],
        ]);
        var v = Variable.Of<double>([1, 1, 1]);
        var gradients = tape.Gradients(
            a.MatMul(v, transposeA: true),
            [a, v],
            Variable.Of<double>([1, 10])
        );
        Assert.Equal([1, 10, 1, 10, 1, 10], gradients[a].ToArray());
        Assert.Equal([3], gradients[v].Shape);
        Assert.Equal([21, 43, 65], gradients[v].ToArray());
    }
}
