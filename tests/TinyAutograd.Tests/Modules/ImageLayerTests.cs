namespace TinyAutograd.Tests.Modules;

/// <summary>The layers between convolutions: pools, enlargement, flattening and ways around.</summary>
public class ImageLayerTests
{
    private static readonly GradientCheckOptions Few = new() { ElementLimit = 8, Directions = 1 };

    // rows 0 1 2 3 | 4 5 6 7 | 8 9 10 11 | 12 13 14 15
    private static readonly Variable<double> Image = Variable
        .Arange<double>(16)
        .Reshape([1, 1, 4, 4]);

    private static readonly Variable<double> Row = Variable.Arange<double>(6).Reshape([1, 2, 3]);

    public static TheoryData<string, double[], int[]> Cases =>
        new()
        {
            { "maximum", [5, 7, 13, 15], [1, 1, 2, 2] },
            { "maximum, padded", [0, 2, 3, 8, 10, 11, 12, 14, 15], [1, 1, 3, 3] },
            { "mean", [2.5, 4.5, 10.5, 12.5], [1, 1, 2, 2] },
            { "mean, padding not counted", [0, 1.5, 3, 6, 7.5, 9, 12, 13.5, 15], [1, 1, 3, 3] },
            { "adaptive", [3.5, 7.5, 11.5], [1, 1, 3, 1] },
            { "global", [7.5], [1, 1] },
            { "flat", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [1, 16] },
            {
                "residual",
                [0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 42, 45],
                [1, 1, 4, 4]
            },
            { "shortcut", [10, 14, 26, 30], [1, 1, 2, 2] },
            { "maximum of a row", [1, 2, 4, 5], [1, 2, 2] },
            { "mean of a row", [0, 1.5, 3, 4.5], [1, 2, 2] },
        };

    private static Layer<double> Make(string name) =>
        name switch
        {
            "maximum" => new MaxPool2d<double>(2),
            "maximum, padded" => new MaxPool2d<double>(2, padding: 1),
            "mean" => new AvgPool2d<double>(2),
            "mean, padding not counted" => new AvgPool2d<double>(
                2,
                padding: 1,
                countIncludePad: false
            ),
            "adaptive" => new AdaptiveAvgPool2d<double>((3, 1)),
            "global" => new GlobalAvgPool2d<double>(),
            "flat" => new Flatten<double>(),
            "residual" => new Residual<double>(new Activation<double>(x => x * 2.0)),
            "shortcut" => new Residual<double>(new MaxPool2d<double>(2), new MaxPool2d<double>(2)),
            "maximum of a row" => new MaxPool1d<double>(2, stride: 1),
            _ => new AvgPool1d<double>(2, padding: 1, countIncludePad: false),
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_layer_does_what_paper_says(string name, double[] values, int[] sizes)
    {
        var y = Make(name).Forward(Input(name));
        Assert.Equal(Shape.Of(sizes), y.Shape);
        Assert.Equal(values, y.ToArray());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_agree_with_differences(string name, double[] values, int[] sizes)
    {
        var layer = Make(name);
        Assert.Empty(layer.Parameters);
        Assert.Equal(values.Length, Shape.Of(sizes).ElementCount);
        GradientCheck.Of(x => layer.Forward(x), Input(name), Few).ThrowIfFailed();
    }

    [Fact]
    public void An_image_is_enlarged_by_repetition_or_between_the_centres()
    {
        var x = Variable.Of([0.0, 4.0]).Reshape([1, 1, 1, 2]);
        Assert.Equal(
            [0.0, 0, 4, 4, 0, 0, 4, 4, 0, 0, 4, 4],
            new Upsample<double>((3, 2)).Forward(x).ToArray()
        );
        var layer = new Upsample<double>((1, 2), UpsampleMode.Bilinear);
        Assert.Equal([0.0, 1, 3, 4], layer.Forward(x).ToArray());
        GradientCheck.Of(x => layer.Forward(x), x, Few).ThrowIfFailed();
        Assert.Contains("Upsample(factor: (1, 2), mode: Bilinear)", layer.ToString());
    }

    [Fact]
    public void A_residual_has_the_parameters_of_both_ways()
    {
        var random = new RandomGenerator(1);
        var layer = new Residual<double>(
            new Conv2d<double>(2, 4, 3, random, stride: 2, padding: 1),
            new Conv2d<double>(2, 4, 1, random, stride: 2, hasBias: false)
        );
        Assert.Equal(
            ["body.weight", "body.bias", "shortcut.weight"],
            layer.Parameters.Select(parameter => parameter.Name)
        );
        var x = Variable.Normal<double>([1, 2, 4, 4], random);
        Assert.Equal(Shape.Of(1, 4, 2, 2), layer.Forward(x).Shape);
        GradientCheck.Of(() => layer.Forward(x), layer, Few).ThrowIfFailed();
    }

    [Fact]
    public void Misfits_are_refused_by_name()
    {
        AssertRefused("padding 2", () => new MaxPool2d<double>(3, padding: 2));
        AssertRefused("kernelSize 0", () => new AvgPool1d<double>(0));
        AssertRefused("stride 0", () => new MaxPool1d<double>(2, stride: 0));
        AssertRefused("outputSize 0", () => new AdaptiveAvgPool2d<double>(0));
        AssertRefused("MaxPool2d: x (1, 2, 3)", () => new MaxPool2d<double>(2).Forward(Row));
        AssertRefused("MaxPool1d: x (1, 1, 4, 4)", () => new MaxPool1d<double>(2).Forward(Image));
        AssertRefused("factor", () => new Upsample<double>((0, 1)));
        AssertRefused("mode", () => new Upsample<double>(2, (UpsampleMode)7));
        AssertRefused("(N, C, H, W)", () => new Upsample<double>(2).Forward(Row));
        AssertRefused(
            "Residual: the body makes (1, 1) of x (1, 1, 4, 4)",
            () => new Residual<double>(new GlobalAvgPool2d<double>()).Forward(Image)
        );
    }

    private static Variable<double> Input(string name) => name.EndsWith("row") ? Row : Image;

    private static void AssertRefused(string part, Func<object> call) =>
        Assert.Contains(
            part,
            Assert.ThrowsAny<ArgumentException>(call).Message,
            StringComparison.Ordinal
        );
}
