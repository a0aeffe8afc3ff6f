using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>The mean of each window of an image.</summary>
    /// <param name="x">(N, C, H, W); zeros outside.</param>
    /// <param name="kernelSize">Size of a window, ≥ 1.</param>
    /// <param name="stride">From window to window, ≥ 1; the window's size unless given.</param>
    /// <param name="padding">On each side, from 0 to half of the window; 0 unless given.</param>
    /// <param name="countIncludePad">Whether the mean counts the zeros of the padding. Otherwise it is over the elements inside x.</param>
    /// <returns>(N, C, H', W') with H' = (H + 2·padding − kernelSize) / stride + 1, rounded down, and W' likewise.</returns>
    /// <exception cref="ArgumentException">The shape or attributes do not fit.</exception>
    /// <remarks>Gradient: dy over the number of elements that count, at each element of the window.</remarks>
    public static Variable<T> AvgPool2d<T>(
        this Variable<T> x,
        HeightWidth kernelSize,
        HeightWidth? stride = null,
        HeightWidth? padding = null,
        bool countIncludePad = true
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new AvgPool2dOp<T>(
            new SlidingPooling(
                "AvgPool2d",
                kernelSize,
                stride ?? kernelSize,
                padding ?? 0,
                countIncludePad
            )
        ).Apply(x);
}

internal sealed class AvgPool2dOp<T>(PoolingAttributes attributes) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => attributes.Name;

    public override string Attributes => attributes.ToString();

    public override Linearity Linearity => Linearity.Joint;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        attributes.ResultOf(inputs[0].Shape);

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        Pooling.Means(attributes.SizesOf(inputs[0].Shape), inputs[0].AsSpan(), y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = new AvgPool2dGradientOp<T>(attributes, call.Input(0).Shape).Apply(dy);
}

/// <summary>The adjoint of the mean of windows, dy → dx of a given shape. Its derivative is the mean of windows again.</summary>
internal sealed class AvgPool2dGradientOp<T>(PoolingAttributes attributes, Shape shape) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => $"{attributes.Name}Gradient";

    public override string Attributes => attributes.ToString();

    public override Linearity Linearity => Linearity.Joint;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) => shape;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        Pooling.SpreadMeans(attributes.SizesOf(shape), inputs[0].AsSpan(), y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = new AvgPool2dOp<T>(attributes).Apply(dy);
}
