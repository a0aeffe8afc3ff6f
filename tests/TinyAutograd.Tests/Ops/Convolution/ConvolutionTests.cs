namespace TinyAutograd.Tests.Ops.Convolution;

public class ConvolutionTests
{
    private readonly RandomGenerator random = new(1);

    [Theory]
    [InlineData(1, 0, 1, 1)]
    [InlineData(2, 1, 1, 2)]
    [InlineData(3, 2, 2, 4)]
    [InlineData(1, 3, 3, 1)]
    public void Each_output_is_the_weighted_sum_of_its_window(
        int stride,
        int padding,
        int dilation,
        int groups
    )
    {
        var x = Variable.Normal<double>([2, 4, 9, 8], new RandomGenerator(1));
        var w = Variable.Normal<double>([8, 4 / groups, 3, 2], new RandomGenerator(2));
        var b = Variable.Normal<double>([8], new RandomGenerator(3));
        var y = x.Conv2d(w, b, stride, padding, dilation, groups);
        for (var n = 0; n < 2; n++)
        {
            for (var o = 0; o < 8; o++)
            {
                for (var i = 0; i < y.Shape[2]; i++)
                {
                    for (var j = 0; j < y.Shape[3]; j++)
                    {
                        var sum = b.AsSpan()[o];
                        for (var c = 0; c < 4 / groups; c++)
                        {
                            for (var k = 0; k < 6; k++)
                            {
                                var row = i * stride + k / 2 * dilation - padding;
                                var column = j * stride + k % 2 * dilation - padding;
                                var channel = o / (8 / groups) * (4 / groups) + c;
                                sum +=
                                    row is < 0 or >= 9 || column is < 0 or >= 8
                                        ? 0
                                        : x.AsSpan()[((n * 4 + channel) * 9 + row) * 8 + column]
                                            * w.AsSpan()[(o * (4 / groups) + c) * 6 + k];
                            }
                        }
                        var got = y.AsSpan()[((n * 8 + o) * y.Shape[2] + i) * y.Shape[3] + j];
                        Assert.Equal(sum, got, 1e-13);
                    }
                }
            }
        }
    }

    [Fact]
    public void One_dimension_is_two_with_height_one()
    {
        var x = Variable.Normal<double>([2, 4, 11], random);
        var w = Variable.Normal<double>([6, 2, 3], random);
        var b = Variable.Normal<double>([6], random);
        var line = x.Conv1d(w, b, stride: 2, padding: 2, dilation: 2, groups: 2);
        var image = x.Reshape([2, 4, 1, 11])
            .Conv2d(w.Reshape([6, 2, 1, 3]), b, (1, 2), (0, 2), (1, 2), groups: 2);
        Assert.Equal(image.ToArray(), line.ToArray());
        Assert.Equal([2, 6, image.Shape[3]], line.Shape);
    }

    [Fact]
    public void A_kernel_of_one_element_is_a_linear_layer_over_the_channels()
    {
        var x = Variable.Normal<double>([2, 3, 4, 5], random);
        var w = Variable.Normal<double>([6, 3, 1, 1], random);
        using var tape = new Tape<double>();
        var y = x.Conv2d(w);
        var want = w.Reshape([6, 3]).MatMul(x.Reshape([2, 3, 20])).Reshape([2, 6, 4, 5]);
        AssertClose(want, y);
        var dy = Variable.Normal<double>(y.Shape, random);
        var got = tape.Gradients(y, [x, w], dy);
        var expected = tape.Gradients(want, [x, w], dy);
        AssertClose(expected[0], got[0]);
        AssertClose(expected[1], got[1]);
    }

    [Fact]
    public void The_three_products_of_the_family_give_the_same_number()
    {
        // Σ conv(x, w) ⊙ d = Σ x ⊙ dx = Σ w ⊙ dw, whatever the windows: each is the same trilinear form.
        var x = Variable.Normal<double>([2, 4, 7, 8], random);
        var w = Variable.Normal<double>([6, 2, 3, 2], random);
        using var tape = new Tape<double>();
        var y = x.Conv2d(w, stride: (2, 1), padding: (1, 2), dilation: (1, 2), groups: 2);
        var d = Variable.Normal<double>(y.Shape, random);
        var gradients = tape.Gradients(y, [x, w], d);
        var form = (y * d).Sum().Item();
        Assert.Equal(form, (x * gradients[0]).Sum().Item(), 1e-11);
        Assert.Equal(form, (w * gradients[1]).Sum().Item(), 1e-11);
    }

    [Fact]
    public void A_third_derivative_is_the_form_itself()
    {
        // f(s) = t(s·x, s·w, d) = s²·t, so f'' = 2t and f''' = 0.
        var x = Variable.Normal<double>([1, 2, 5], random);
        var w = Variable.Normal<double>([3, 2, 2], random);
        var s = Variable.Of(1.5);
        using var outer = new Tape<double>();
        Variable<double> second;
        Variable<double> form;
        using (var middle = new Tape<double>())
        {
            Variable<double> first;
            using (var inner = new Tape<double>())
            {
                var f = (s * x).Conv1d(s * w, padding: 1).Sum();
                form = f / (s * s);
                first = inner.Gradient(f, s);
            }
            second = middle.Gradient(first, s);
        }
        Assert.Equal(2 * form.Item(), second.Item(), 1e-12);
        Assert.Equal(0, outer.Gradient(second, s, unreached: Unreached.Zero).Item(), 1e-12);
    }

    [Fact]
    public void Misfits_name_the_shapes()
    {
        var x = Variable.Ones<double>([2, 4, 5, 5]);
        Error(
            "x (2, 4, 5, 5) has 4 channels; the weight (6, 3, 2, 2)",
            () => x.Conv2d(Ones(6, 3, 2, 2))
        );
        Error("divisible by the groups", () => x.Conv2d(Ones(5, 2, 2, 2), groups: 2));
        Error("must be (N, C, L)", () => x.Conv1d(Ones(6, 4, 2)));
        Error("must be (N, C, H, W)", () => x.Conv2d(Ones(6, 4, 2)));
        Error("the bias (5) must be (6)", () => x.Conv2d(Ones(6, 4, 2, 2), Ones(5)));
        Error("spans 7 elements, more than the 5", () => x.Conv2d(Ones(6, 4, 4, 4), dilation: 2));
        Error("must be positive", () => x.Conv2d(Ones(6, 4, 2, 2), stride: 0));
        Error("padding -1 not negative", () => x.Conv2d(Ones(6, 4, 2, 2), padding: -1));
    }

    private static void Error(string message, Func<Variable<double>> call) =>
        Assert.Contains(
            message,
            Assert.Throws<ArgumentException>(call).Message,
            StringComparison.Ordinal
        );

    private static Variable<double> Ones(params int[] sizes) =>
        Variable.Ones<double>(Shape.Of(sizes));

    private static void AssertClose(Variable<double> want, Variable<double> got)
    {
        Assert.Equal(want.Shape, got.Shape);
        for (var i = 0; i < want.Length; i++)
        {
            Assert.Equal(want.AsSpan()[i], got.AsSpan()[i], 1e-13);
        }
    }
}
