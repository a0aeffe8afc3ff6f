using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Logarithm of softmax along an axis, <c>y = x − ln Σ eˣ</c>, accurate where softmax itself is 0 or 1.</summary>
    /// <param name="x">Logits; rank ≥ 1. −∞ stays −∞.</param>
    /// <param name="axis">The axis that is summed over; the last unless told.</param>
    /// <returns>The shape of <paramref name="x"/>; values ≤ 0, in nats. A row with NaN, with +∞, or of −∞ only is NaN.</returns>
    /// <exception cref="ArgumentException">No such axis.</exception>
    /// <remarks>Gradient: <c>dx = dy − eʸ ⊙ Σ dy</c>.</remarks>
    public static Variable<T> LogSoftmax<T>(this Variable<T> x, int axis = -1)
        where T : unmanaged, IFloatingPointIeee754<T> => new LogSoftmaxOp<T>(axis).Apply(x);
}

internal sealed class LogSoftmaxOp<T>(int axis) : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Method = nameof(VariableOps.LogSoftmax);

    public override string Name => "logSoftmax";

    public override string Attributes => $"axis: {axis}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        SoftmaxAxis.Of(Method, inputs[0].Shape, axis).Shape;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var a = SoftmaxAxis.Of(Method, inputs[0].Shape, axis);
        if (a.Inner == 1)
        {
            SoftmaxKernel.LogSoftmax(inputs[0].AsSpan(), y, a.Outer, a.Length);
        }
        else
        {
            AxisSoftmax.LogSoftmax(inputs[0].AsSpan(), a.Outer, a.Length, a.Inner, y);
        }
    }

    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs)
    {
        var z = SoftmaxAxis.Shift(inputs[0], axis);
        return z - z.Exp().Sum(axis, keepDims: true).Log();
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var a = SoftmaxAxis.Of(Method, call.Output.Shape, axis);
        var y = call.Output.AsSpan();
        if (a.Inner == 1)
        {
            SoftmaxKernel.LogSoftmaxBackward(y, dy, dx.Room(0), a.Outer, a.Length);
        }
        else
        {
            AxisSoftmax.LogSoftmaxBackward(y, dy, a.Outer, a.Length, a.Inner, dx.Room(0));
        }
        return true;
    }
}
