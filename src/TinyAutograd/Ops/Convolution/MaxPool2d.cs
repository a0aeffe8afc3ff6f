using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>The largest element of each window of an image.</summary>
    /// <param name="x">(N, C, H, W); −∞ outside.</param>
    /// <param name="kernelSize">Size of a window, ≥ 1.</param>
    /// <param name="stride">From window to window, ≥ 1; the window's size unless given.</param>
    /// <param name="padding">On each side, from 0 to half of the window; 0 unless given.</param>
    /// <returns>(N, C, H', W') with H' = (H + 2·padding − kernelSize) / stride + 1, rounded down, and W' likewise.</returns>
    /// <exception cref="ArgumentException">The shape or attributes do not fit.</exception>
    /// <remarks>Gradient: dy at the place of the window's largest element; at ties the first in row-major order. Windows
    /// that overlap add up. NaN counts as largest.</remarks>
    public static Variable<T> MaxPool2d<T>(
        this Variable<T> x,
        HeightWidth kernelSize,
        HeightWidth? stride = null,
        HeightWidth? padding = null
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new MaxPool2dOp<T>(
            new SlidingPooling("MaxPool2d", kernelSize, stride ?? kernelSize, padding ?? 0)
        ).Apply(x);
}

internal sealed class MaxPool2dOp<T>(PoolingAttributes attributes) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => attributes.Name;

    public override string Attributes => attributes.ToString();

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        attributes.ResultOf(inputs[0].Shape);

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var sizes = attributes.SizesOf(inputs[0].Shape);
        using var positions = SpanOwner<int>.Allocate(y.Length);
        Pooling.Largest(sizes, inputs[0].AsSpan(), positions.Span);
        for (var i = 0; i < y.Length; i++)
        {
            var plane = i / sizes.OutputLength * sizes.InputLength;
            y[i] = inputs[0].AsSpan()[plane + positions.Span[i]];
        }
    }

    // The places are found again rather than saved: integers do not fit among the saved numbers.
    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var x = call.Input(0);
        var sizes = attributes.SizesOf(x.Shape);
        var positions = new int[dy.Length];
        Pooling.Largest(sizes, x.AsSpan(), positions);
        var windows = Shape.Of(sizes.Planes, sizes.OutputLength);
        dx[0] = Variable
            .Zeros<T>([sizes.Planes, sizes.InputLength])
            .ScatterAdd(Indices.Own(positions, windows), dy.Reshape(windows), axis: 1)
            .Reshape(x.Shape);
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var sizes = attributes.SizesOf(call.Input(0).Shape);
        var room = dx.Room(0);
        using var positions = SpanOwner<int>.Allocate(dy.Length);
        Pooling.Largest(sizes, call.Input(0).AsSpan(), positions.Span);
        room.Clear();
        for (var i = 0; i < dy.Length; i++)
        {
            room[i / sizes.OutputLength * sizes.InputLength + positions.Span[i]] += dy[i];
        }
        return true;
    }
}
