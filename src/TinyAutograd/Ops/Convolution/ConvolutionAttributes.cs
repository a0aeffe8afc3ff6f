using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>The attributes of a convolution in one or two dimensions, and how shapes follow from them.</summary>
internal sealed record ConvolutionAttributes(
    int Dimensions,
    HeightWidth Stride,
    HeightWidth Padding,
    HeightWidth Dilation,
    int Groups
)
{
    /// <summary>The method's name, for messages.</summary>
    public string Method => $"Conv{Dimensions}d";

    public override string ToString()
    {
        var text = $"stride: {Text(Stride)}, padding: {Text(Padding)}";
        text += Dilation == 1 ? "" : $", dilation: {Text(Dilation)}";
        return Groups == 1 ? text : $"{text}, groups: {Groups}";
    }

    /// <summary>The sizes of the convolution of these shapes.</summary>
    /// <exception cref="ArgumentException">The shapes or the attributes do not fit.</exception>
    public ConvolutionShape SizesOf(Shape x, Shape weight)
    {
        ThrowIfImpossible();
        if (x.Rank != Dimensions + 2 || weight.Rank != Dimensions + 2)
        {
            var spatial = Dimensions == 1 ? "L" : "H, W";
            var kernel = Dimensions == 1 ? "K" : "KH, KW";
            throw new ArgumentException(
                $"{Method}: x {x} must be (N, C, {spatial}) and the weight {weight} (O, C/groups, {kernel})."
            );
        }
        if (x[1] != weight[1] * Groups || weight[0] % Groups != 0)
        {
            throw new ArgumentException(
                $"{Method}: x {x} has {x[1]} channels; the weight {weight} with {Groups} groups takes {weight[1] * Groups}, "
                    + $"and its {weight[0]} outputs must be divisible by the groups."
            );
        }
        var rows =
            Dimensions == 1
                ? new WindowAxis(1, 1)
                : Axis(x, weight, -2, Stride.Height, Padding.Height, Dilation.Height);
        var columns = Axis(x, weight, -1, Stride.Width, Padding.Width, Dilation.Width);
        return new(x[0], Groups, weight[1], weight[0] / Groups, rows, columns);
    }

    /// <summary>The shape of the result.</summary>
    public Shape ResultOf(Shape x, Shape weight)
    {
        var sizes = SizesOf(x, weight);
        var result = x.With(1, weight[0]).With(-1, sizes.Columns.Count);
        return Dimensions == 1 ? result : result.With(-2, sizes.Rows.Count);
    }

    private WindowAxis Axis(Shape x, Shape weight, int axis, int stride, int padding, int dilation)
    {
        var window = new WindowAxis(x[axis], weight[axis], stride, padding, dilation);
        return weight[axis] >= 1 && window.Span <= x[axis] + 2L * padding
            ? window
            : throw new ArgumentException(
                $"{Method}: a kernel of {weight} spans {window.Span} elements, more than the {x[axis] + 2L * padding} of x {x} with its padding."
            );
    }

    private void ThrowIfImpossible()
    {
        if (
            Stride is not { Height: > 0, Width: > 0 }
            || Padding is not { Height: >= 0, Width: >= 0 }
            || Dilation is not { Height: > 0, Width: > 0 }
            || Groups < 1
        )
        {
            throw new ArgumentException(
                $"{Method}: stride {Text(Stride)}, dilation {Text(Dilation)} and groups {Groups} must be positive, padding {Text(Padding)} not negative."
            );
        }
    }

    private string Text(HeightWidth pair) => Dimensions == 1 ? $"{pair.Width}" : pair.ToString();
}
