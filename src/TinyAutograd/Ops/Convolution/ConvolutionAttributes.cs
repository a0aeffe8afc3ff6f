using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>The attributes of a convolution in one or two dimensions, and how shapes follow from them.</summary>
/// <param name="Method">The method's name, for messages.</param>
/// <param name="Dimensions">1 or 2; one dimension is two with height 1.</param>
/// <param name="Stride">From window to window.</param>
/// <param name="Padding">Zeros on each side.</param>
/// <param name="Dilation">From element to element of a window.</param>
/// <param name="Groups">Independent convolutions side by side.</param>
internal sealed record ConvolutionAttributes(
    string Method,
    int Dimensions,
    HeightWidth Stride,
    HeightWidth Padding,
    HeightWidth Dilation,
    int Groups
)
{
    /// <summary>The axes that a bias is repeated along: all but the channels.</summary>
    public Axes AxesOfBias => Dimensions == 1 ? [0, 2] : [0, 2, 3];

    public override string ToString()
    {
        var text = $"stride: {Stride}, padding: {Padding}";
        text += Dilation == 1 ? "" : $", dilation: {Dilation}";
        return Groups == 1 ? text : $"{text}, groups: {Groups}";
    }

    /// <summary>The sizes of the convolution of these shapes.</summary>
    /// <exception cref="ArgumentException">The shapes or the attributes do not fit.</exception>
    public ConvolutionShape SizesOf(Shape x, Shape weight)
    {
        ThrowIfImpossible();
        ThrowIfRanksDiffer(x, weight, "(O, C/groups");
        if (x[1] != weight[1] * Groups || weight[0] % Groups != 0)
        {
            throw new ArgumentException(
                $"{Method}: x {x} has {x[1]} channels; the weight {weight} with {Groups} groups takes {weight[1] * Groups}, "
                    + $"and its {weight[0]} outputs must be divisible by the groups."
            );
        }
        HeightWidth kernel = (weight[-2], weight[-1]); // of which one dimension has no height
        var (rows, columns) = WindowsOf(x, kernel, weight);
        var sizes = new ConvolutionShape(
            x[0],
            Groups,
            weight[1],
            weight[0] / Groups,
            rows,
            columns
        );
        // The windows of an image side by side are one operand of the product.
        var numbers = (double)rows.Count * columns.Count * sizes.WindowLength;
        return sizes.IsPointwise || numbers <= Shape.MaxElementCount
            ? sizes
            : throw new ArgumentException(
                $"{Method}: the windows of x {x} with a weight {weight} hold {numbers:N0} numbers, more than {Shape.MaxElementCount:N0}. Use a larger stride or smaller images."
            );
    }

    /// <summary>The shape of the result.</summary>
    public Shape ResultOf(Shape x, Shape weight)
    {
        var sizes = SizesOf(x, weight);
        var result = x.With(1, weight[0]).With(-1, sizes.Columns.Count);
        return Dimensions == 1 ? result : result.With(-2, sizes.Rows.Count);
    }

    /// <summary>How windows of this size lie along the height and the width of an image.</summary>
    /// <param name="x">The images.</param>
    /// <param name="kernel">The size of a window.</param>
    /// <param name="weight">What has that size, for messages; the size itself unless given.</param>
    /// <exception cref="ArgumentException">The attributes are impossible, or no window fits.</exception>
    public (WindowAxis Rows, WindowAxis Columns) WindowsOf(
        Shape x,
        HeightWidth kernel,
        Shape? weight = null
    )
    {
        ThrowIfImpossible();
        var columns = Axis(
            x,
            kernel,
            weight,
            x[-1],
            kernel.Width,
            Stride.Width,
            Padding.Width,
            Dilation.Width
        );
        var rows =
            Dimensions == 1
                ? new WindowAxis(1, 1)
                : Axis(
                    x,
                    kernel,
                    weight,
                    x[-2],
                    kernel.Height,
                    Stride.Height,
                    Padding.Height,
                    Dilation.Height
                );
        return (rows, columns);
    }

    /// <summary>The shape whose convolution has the shape of x: that of the transposed convolution.</summary>
    /// <param name="x">(N, C, …).</param>
    /// <param name="weight">(C, O/groups, …).</param>
    /// <param name="outputPadding">How far the result reaches beyond the smallest such shape.</param>
    /// <exception cref="ArgumentException">The shapes or the attributes do not fit.</exception>
    public Shape TransposedOf(Shape x, Shape weight, HeightWidth outputPadding)
    {
        ThrowIfImpossible(outputPadding);
        ThrowIfRanksDiffer(x, weight, "(C, O/groups");
        if (x[1] != weight[0] || weight[0] % Groups != 0)
        {
            throw new ArgumentException(
                $"{Method}: x {x} has {x[1]} channels; the weight {weight} takes {weight[0]}, which must be divisible by the {Groups} groups."
            );
        }
        var result = x.With(1, AxisRules.Size(Method, 1, (long)weight[1] * Groups));
        for (var axis = 2; axis < x.Rank; axis++)
        {
            var isWidth = axis == x.Rank - 1;
            var size = isWidth
                ? Length(x[axis], weight[axis], Stride.Width, Padding.Width, Dilation.Width)
                    + outputPadding.Width
                : Length(x[axis], weight[axis], Stride.Height, Padding.Height, Dilation.Height)
                    + outputPadding.Height;
            result =
                x[axis] >= 1 && weight[axis] >= 1 && size is >= 0 and <= int.MaxValue
                    ? result.With(axis, (int)size)
                    : throw new ArgumentException(
                        $"{Method}: x {x} and the weight {weight} must not be empty along axis {axis}, whose result would have {size} elements."
                    );
        }
        return result;

        static long Length(int size, int kernel, int stride, int padding, int dilation) =>
            (size - 1L) * stride
            - 2L * padding
            + new WindowAxis(0, kernel, Dilation: dilation).Span;
    }

    /// <summary>Checks the third of the inputs, if there is one.</summary>
    public void ThrowIfBiasDiffers<T>(ReadOnlySpan<Variable<T>> inputs, int outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (inputs.Length > 2 && inputs[2].Shape != Shape.Of(outputs))
        {
            throw new ArgumentException(
                $"{Method}: the bias {inputs[2].Shape} must be {Shape.Of(outputs)} with a weight {inputs[1].Shape}."
            );
        }
    }

    private WindowAxis Axis(
        Shape x,
        HeightWidth kernel,
        Shape? weight,
        int size,
        int length,
        int stride,
        int padding,
        int dilation
    )
    {
        var window = new WindowAxis(size, length, stride, padding, dilation);
        if (length < 1)
        {
            throw new ArgumentException($"{Method}: a kernel of {Name()} is empty.");
        }
        var padded = size + 2L * padding;
        if (padded > int.MaxValue)
        {
            throw new ArgumentException(
                $"{Method}: with a padding of {padding:N0} an axis of x {x} has {padded:N0} elements; at most {int.MaxValue:N0} are possible."
            );
        }
        return window.Span <= padded
            ? window
            : throw new ArgumentException(
                $"{Method}: a kernel of {Name()} spans {window.Span} elements, more than the {padded} of x {x} with its padding."
            );

        string Name() => weight?.ToString() ?? kernel.ToString();
    }

    private void ThrowIfRanksDiffer(Shape x, Shape weight, string channels)
    {
        if (x.Rank != Dimensions + 2 || weight.Rank != Dimensions + 2)
        {
            var (spatial, kernel) = Dimensions == 1 ? ("L", "K") : ("H, W", "KH, KW");
            throw new ArgumentException(
                $"{Method}: x {x} must be (N, C, {spatial}) and the weight {weight} {channels}, {kernel})."
            );
        }
    }

    /// <summary>Checks the attributes on their own.</summary>
    /// <param name="outputPadding">That of a transposed convolution.</param>
    /// <exception cref="ArgumentException">They are impossible for any shape.</exception>
    public void ThrowIfImpossible(HeightWidth outputPadding = default)
    {
        if (
            Stride is not { Height: > 0, Width: > 0 }
            || Padding is not { Height: >= 0, Width: >= 0 }
            || Dilation is not { Height: > 0, Width: > 0 }
        )
        {
            throw new ArgumentException(
                $"{Method}: stride {Stride} and dilation {Dilation} must be positive, padding {Padding} not negative."
            );
        }
        if (Groups < 1)
        {
            throw new ArgumentException($"{Method}: groups {Groups} must be positive.");
        }
        if (
            outputPadding is not { Height: >= 0, Width: >= 0 }
            || outputPadding.Height >= Stride.Height
            || outputPadding.Width >= Stride.Width
        )
        {
            throw new ArgumentException(
                $"{Method}: the output padding {outputPadding} must be at least 0 and below the stride {Stride}."
            );
        }
    }
}
