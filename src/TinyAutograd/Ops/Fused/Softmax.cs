using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Softmax along an axis, <c>y = eˣ / Σ eˣ</c>: positive numbers whose sum is 1.</summary>
    /// <param name="x">Logits; rank ≥ 1. −∞ gives 0.</param>
    /// <param name="axis">The axis that is summed over; the last unless told.</param>
    /// <returns>The shape of <paramref name="x"/>; values in [0, 1]. A row with NaN, with +∞, or of −∞ only is NaN.</returns>
    /// <exception cref="ArgumentException">No such axis.</exception>
    /// <remarks>Gradient: <c>dx = y ⊙ (dy − Σ dy ⊙ y)</c>. The row's maximum is subtracted first, so that nothing overflows.</remarks>
    public static Variable<T> Softmax<T>(this Variable<T> x, int axis = -1)
        where T : unmanaged, IFloatingPointIeee754<T> => new SoftmaxOp<T>(axis).Apply(x);
}

internal sealed class SoftmaxOp<T>(int axis) : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Method = nameof(VariableOps.Softmax);

    public override string Name => "softmax";

    public override string Attributes => $"axis: {axis}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        SoftmaxAxis.Of(Method, inputs[0].Shape, axis).Shape;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var a = SoftmaxAxis.Of(Method, inputs[0].Shape, axis);
        if (a.Inner == 1)
        {
            SoftmaxKernel.Softmax(inputs[0].AsSpan(), y, a.Outer, a.Length);
        }
        else
        {
            AxisSoftmax.Softmax(inputs[0].AsSpan(), a.Outer, a.Length, a.Inner, y);
        }
    }

    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs)
    {
        var exponentials = SoftmaxAxis.Shift(inputs[0], axis).Exp();
        return exponentials / exponentials.Sum(axis, keepDims: true);
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var a = SoftmaxAxis.Of(Method, call.Output.Shape, axis);
        var y = call.Output.AsSpan();
        if (a.Inner == 1)
        {
            SoftmaxKernel.SoftmaxBackward(y, dy, dx.Room(0), a.Outer, a.Length);
        }
        else
        {
            AxisSoftmax.SoftmaxBackward(y, dy, a.Outer, a.Length, a.Inner, dx.Room(0));
        }
        return true;
    }

    /// <summary>The Jacobian diag(y) − y yᵀ of a group is its own transpose: <c>y ⊙ (dx − Σ y ⊙ dx)</c>.</summary>
    /// <inheritdoc cref="Op{T}.Tangent" path="/param|/returns"/>
    public override Variable<T> Tangent(OpCall<T> call, ReadOnlySpan<Variable<T>?> dx)
    {
        var y = call.Output;
        return y * (dx[0]! - (y * dx[0]!).Sum(axis, keepDims: true));
    }
}
