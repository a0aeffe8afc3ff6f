namespace TinyAutograd.Tests.Ops.LinearAlgebra;

public class LinearTests
{
    private readonly Variable<double> x = Variable.Of<double>([
        [1, 2, 3],
        [4, 5, 6],
    ]);
    private readonly Variable<double> weight = Variable.Of<double>([
        [1, 0, 1],
        [0, 2, 0],
    ]);
    private readonly Variable<double> bias = Variable.Of([10.0, 20.0]);

    [Fact]
    public void Weights_have_a_row_per_output_unless_told_otherwise()
    {
        Assert.Equal([14.0, 24, 20, 30], x.Linear(weight, bias).ToArray());
        var plain = Variable.Of<double>([
            [1, 0],
            [0, 2],
            [1, 0],
        ]);
        Assert.Equal([14.0, 24, 20, 30], x.Linear(plain, bias, transposeWeight: false).ToArray());
    }

    [Fact]
    public void Gradients_of_both_layouts_agree()
    {
        var plain = Variable.Of<double>([
            [1, 0],
            [0, 2],
            [1, 0],
        ]);
        var dy = Variable.Of<double>([
            [1, 2],
            [3, 4],
        ]);
        using var tape = new Tape<double>();
        var rows = tape.Gradients(x.Linear(weight, bias), [x, weight, bias], dy);
        var columns = tape.Gradients(
            x.Linear(plain, bias, transposeWeight: false),
            [x, plain, bias],
            dy
        );
        Assert.Equal([1.0, 4, 1, 3, 8, 3], rows[0].ToArray());
        Assert.Equal([13.0, 17, 21, 18, 24, 30], rows[1].ToArray());
        Assert.Equal([4.0, 6], rows[2].ToArray());
        Assert.Equal(rows[0].ToArray(), columns[0].ToArray());
        Assert.Equal([13.0, 18, 17, 24, 21, 30], columns[1].ToArray());
        Assert.Equal(rows[2].ToArray(), columns[2].ToArray());
    }

    [Fact]
    public void Misfits_name_the_shapes()
    {
        Assert.Contains(
            "x (2, 3) has 3 numbers in a row, the weight (4, 5) takes 5",
            Assert.Throws<ArgumentException>(() => x.Linear(Variable.Ones<double>([4, 5]))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "the bias (3) must be (2)",
            Assert
                .Throws<ArgumentException>(() => x.Linear(weight, Variable.Ones<double>([3])))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => x.Linear(bias));
        Assert.Throws<ArgumentException>(() => Variable.Of(1.0).Linear(weight));
    }

    [Fact]
    public void A_row_of_another_length_is_named_by_the_last_axis()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Variable.Zeros<double>([2, 5, 3]).Linear(Variable.Zeros<double>([4, 5]))
        );
        Assert.Equal(
            "Linear: x (2, 5, 3) has 3 numbers in a row, the weight (4, 5) takes 5.",
            error.Message
        );
    }
}
