namespace TinyAutograd.Tests.Modules;

/// <summary>Convolutions as layers.</summary>
public class ConvolutionLayerTests
{
    private const double Tolerance = 1e-13; // fewer than 100 roundings of numbers of the size of 1
    private static readonly GradientCheckOptions Few = new() { ElementLimit = 8, Directions = 1 };

    public static TheoryData<string> Names =>
        ["conv1d", "conv2d", "conv_transpose1d", "conv_transpose2d"];

    // The layers of Vectors/modules/make.py.
    private static ConvolutionLayer<double> Layer(string name)
    {
        var random = new RandomGenerator(1);
        return name switch
        {
            "conv1d" => new Conv1d<double>(
                4,
                6,
                3,
                random,
                stride: 2,
                padding: 1,
                dilation: 2,
                groups: 2
            ),
            "conv2d" => new Conv2d<double>(
                4,
                6,
                (3, 2),
                random,
                stride: (2, 1),
                padding: (1, 0),
                dilation: (1, 2),
                groups: 2
            ),
            "conv_transpose1d" => new ConvTranspose1d<double>(
                4,
                6,
                3,
                random,
                stride: 2,
                padding: 1,
                outputPadding: 1,
                dilation: 2,
                groups: 2
            ),
            _ => new ConvTranspose2d<double>(
                4,
                6,
                (3, 2),
                random,
                stride: (2, 3),
                padding: (1, 0),
                outputPadding: (1, 2),
                dilation: (2, 1),
                groups: 2
            ),
        };
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Results_and_gradients_are_those_of_PyTorch(string name)
    {
        var layer = Layer(name);
        new ModuleVector(name).Check(layer, ["x"], x => new() { ["y"] = layer.Forward(x[0]) });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_agree_with_differences(string name)
    {
        var layer = Layer(name);
        var x = new ModuleVector(name)["x"];
        GradientCheck.Of(x => layer.Forward(x), x, Few).ThrowIfFailed();
        GradientCheck.Of(() => layer.Forward(x), layer, Few).ThrowIfFailed();
    }

    [Fact]
    public void A_convolution_is_a_weighted_sum_over_windows()
    {
        var layer = Layer("conv2d");
        var x = Variable.Normal<double>([2, 4, 6, 5], new RandomGenerator(2));
        var y = layer.Forward(x);
        Assert.Equal(Shape.Of(2, 6, 3, 3), y.Shape);
        Each(
            y.Shape,
            (n, o, row, column) =>
            {
                var sum = layer.Bias!.Value[o].Item();
                for (var c = 0; c < 2; c++)
                {
                    for (var (i, k) = (row * 2 - 1, 0); k < 3; k++, i++)
                    {
                        for (var l = 0; l < 2 && i is >= 0 and < 6; l++)
                        {
                            sum +=
                                At(layer.Weight, o, c, k, l)
                                * At(x, n, o / 3 * 2 + c, i, column + 2 * l);
                        }
                    }
                }
                Assert.Equal(sum, At(y, n, o, row, column), Tolerance);
            }
        );
    }

    [Fact]
    public void A_transposed_convolution_adds_each_element_to_a_window()
    {
        var layer = Layer("conv_transpose2d");
        var x = Variable.Normal<double>([2, 4, 3, 4], new RandomGenerator(2));
        var y = layer.Forward(x);
        Assert.Equal(Shape.Of(2, 6, 8, 13), y.Shape); // (3 − 1)·2 − 2 + 2·2 + 1 + 1 and (4 − 1)·3 + 1 + 1 + 2
        var want = new double[2, 6, 8, 13];
        Each(y.Shape, (n, o, row, column) => want[n, o, row, column] = layer.Bias!.Value[o].Item());
        Each(
            x.Shape,
            (n, c, row, column) =>
                Each(
                    [1, 3, 3, 2],
                    (_, o, k, l) =>
                    {
                        var to = row * 2 - 1 + 2 * k;
                        if (to is >= 0 and < 8)
                        {
                            want[n, c / 2 * 3 + o, to, column * 3 + l] +=
                                At(x, n, c, row, column) * At(layer.Weight, c, o, k, l);
                        }
                    }
                )
        );
        Each(
            y.Shape,
            (n, o, row, column) =>
                Assert.Equal(want[n, o, row, column], At(y, n, o, row, column), Tolerance)
        );
    }

    [Fact]
    public void First_weights_reach_to_one_over_the_root_of_the_fan()
    {
        var random = new RandomGenerator(1);
        AssertReaches(1 / Math.Sqrt(4 * 3), new Conv1d<double>(8, 200, 3, random, groups: 2));
        AssertReaches(1 / Math.Sqrt(8 * 6), new Conv2d<double>(8, 200, (2, 3), random));
        // PyTorch's fan of a transposed one counts outputs
        AssertReaches(
            1 / Math.Sqrt(100 * 3),
            new ConvTranspose1d<double>(8, 200, 3, random, groups: 2)
        );

        static void AssertReaches(double bound, ConvolutionLayer<double> layer)
        {
            Assert.InRange(layer.Weight.Value.ToArray().Max(Math.Abs), 0.99 * bound, bound);
            Assert.InRange(layer.Bias!.Value.ToArray().Max(Math.Abs), 0.95 * bound, bound);
        }
    }

    [Fact]
    public void Initializers_are_taken_and_a_bias_can_be_left_out()
    {
        var layer = new Conv2d<float>(
            1,
            1,
            2,
            new RandomGenerator(1),
            hasBias: false,
            weightInitializer: Initializers.Ones<float>()
        );
        Assert.Null(layer.Bias);
        Assert.Equal([4f], layer.Forward(Variable.Ones<float>([1, 1, 2, 2])).ToArray());
        var biased = new Conv1d<float>(
            1,
            2,
            1,
            new RandomGenerator(1),
            biasInitializer: Initializers.Constant(3f)
        );
        Assert.Equal([3f, 3f], biased.Forward(Variable.Zeros<float>([1, 1, 1])).ToArray());
        Assert.Contains("Conv1d(stride: 1, padding: 0) · 4 parameters", biased.ToString());
    }

    [Fact]
    public void Misfits_are_refused_when_the_layer_is_made()
    {
        var random = new RandomGenerator(1);
        AssertRefused(
            "divisible by the 3 groups",
            () => new Conv1d<float>(4, 6, 3, random, groups: 3)
        );
        AssertRefused("stride 0", () => new Conv1d<float>(4, 6, 3, random, stride: 0));
        AssertRefused(
            "padding (0, -1)",
            () => new Conv2d<float>(4, 6, 3, random, padding: (0, -1))
        );
        AssertRefused("dilation 0", () => new Conv2d<float>(4, 6, 3, random, dilation: 0));
        AssertRefused("groups 0", () => new Conv2d<float>(4, 6, 3, random, groups: 0));
        AssertRefused("kernelSize", () => new Conv2d<float>(4, 6, (3, 0), random));
        AssertRefused("inputChannels", () => new Conv2d<float>(0, 6, 3, random));
        AssertRefused("outputChannels", () => new Conv2d<float>(4, 0, 3, random));
        AssertRefused(
            "output padding 2 must be at least 0 and below the stride 2",
            () => new ConvTranspose1d<float>(4, 6, 3, random, stride: 2, outputPadding: 2)
        );
        Assert.Equal(0UL, random.State.Position);
        AssertRefused(
            "Conv2d: x (1, 3, 5, 5) has 3 channels",
            () => new Conv2d<double>(4, 6, 3, random).Forward(Variable.Ones<double>([1, 3, 5, 5]))
        );
    }

    private static void AssertRefused(string part, Func<object> call) =>
        Assert.Contains(
            part,
            Assert.ThrowsAny<ArgumentException>(call).Message,
            StringComparison.Ordinal
        );

    private static double At(Variable<double> x, int a, int b, int c, int d) =>
        x.AsSpan()[((a * x.Shape[1] + b) * x.Shape[2] + c) * x.Shape[3] + d];

    private static void Each(Shape shape, Action<int, int, int, int> visit)
    {
        for (var i = 0; i < shape.ElementCount; i++)
        {
            var rest = i;
            var d = rest % shape[3];
            var c = (rest /= shape[3]) % shape[2];
            var b = (rest /= shape[2]) % shape[1];
            visit(rest / shape[1], b, c, d);
        }
    }
}
