namespace TinyAutograd.Tests.Ops.Convolution;

public class PoolingTests
{
    // Memory that the ops share must not carry places of one over to the other.
    [Fact]
    public void Two_poolings_of_equal_size_have_each_its_own_places()
    {
        using var tape = new Tape<double>();
        var x = Variable.Of<double>([1, 2, 4, 3], [1, 1, 4]);
        var z = Variable.Of<double>([2, 1, 3, 4], [1, 1, 4]);
        var gradients = tape.Gradients(x.MaxPool1d(2).Sum() + z.MaxPool1d(2).Sum(), of: [x, z]);
        Assert.Equal([0.0, 1, 1, 0], gradients[0].ToArray());
        Assert.Equal([1.0, 0, 0, 1], gradients[1].ToArray());
    }

    [Fact]
    public void Of_equal_elements_the_first_in_row_major_order_takes_the_gradient()
    {
        var x = Variable.Of<double>([
            [
                [
                    [1, 2, 2],
                    [2, 0, 2],
                    [2, 2, 1],
                ],
            ],
        ]);
        using var tape = new Tape<double>();
        var y = x.MaxPool2d(kernelSize: 2, stride: 1);
        Assert.Equal([2.0, 2, 2, 2], y.ToArray());
        var dy = Variable.Of<double>([
            [
                [
                    [1, 10],
                    [100, 1000],
                ],
            ],
        ]);
        Assert.Equal([0.0, 11, 0, 100, 0, 1000, 0, 0, 0], tape.Gradient(y, x, dy).ToArray());
    }

    [Fact]
    public void Rule_and_kernel_of_the_largest_element_agree()
    {
        var x = Variable.Normal<double>([2, 3, 7, 6], new RandomGenerator(1));
        using var outer = new Tape<double>();
        Variable<double> composed;
        using (var tape = new Tape<double>())
        {
            var y = x.MaxPool2d(3, stride: 1, padding: 1);
            composed = tape.Keep(tape.Gradient((y * y).Sum(), x));
        }
        var z = x.MaxPool2d(3, stride: 1, padding: 1);
        Assert.Equal(composed.ToArray(), outer.Gradient((z * z).Sum(), x).ToArray());
    }

    [Fact]
    public void Padding_never_wins_and_not_a_number_always_does()
    {
        var x = Variable.Of<double>([
            [
                [
                    [-5, -7],
                    [double.NaN, -9],
                ],
            ],
        ]);
        var y = x.MaxPool2d(2, stride: 1, padding: 1).ToArray();
        Assert.Equal([-5.0, -5, -7], y[..3]);
        Assert.True(double.IsNaN(y[3]) && double.IsNaN(y[4]) && double.IsNaN(y[6]));
        Assert.Equal(-9, y[8]);
    }

    [Fact]
    public void A_mean_counts_the_padding_or_does_not()
    {
        var x = Variable.Of<double>([
            [
                [
                    [4, 8],
                    [12, 16],
                ],
            ],
        ]);
        Assert.Equal([1.0, 2, 3, 4], x.AvgPool2d(2, 2, 1).ToArray());
        Assert.Equal([4.0, 8, 12, 16], x.AvgPool2d(2, 2, 1, countIncludePad: false).ToArray());
        Assert.Equal([10.0], x.AvgPool2d(2).ToArray());
    }

    [Fact]
    public void A_constant_image_has_its_constant_as_mean_unless_padding_counts()
    {
        var x = Variable.Full<double>([1, 2, 5, 4], 3);
        var y = x.AvgPool2d((3, 2), (2, 1), (1, 1), countIncludePad: false);
        Assert.All(y.ToArray(), mean => Assert.Equal(3, mean));
    }

    [Fact]
    public void Misfits_are_refused()
    {
        var x = Variable.Ones<double>([1, 1, 4, 4]);
        foreach (
            var call in new Func<Variable<double>>[]
            {
                () => x.MaxPool2d(5),
                () => x.MaxPool2d(2, padding: 2),
                () => x.MaxPool2d(0),
                () => x.AvgPool2d(2, stride: 0),
                () => x.AvgPool2d((2, 6)),
                () => x.Reshape([4, 4]).MaxPool2d(2),
                () => Variable.Ones<double>([1, 1, 0, 4]).AvgPool2d(1),
            }
        )
        {
            var error = Assert.Throws<ArgumentException>(call);
            Assert.Contains("Pool2d: ", error.Message, StringComparison.Ordinal);
        }
    }
}
