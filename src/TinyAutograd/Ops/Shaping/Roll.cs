using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Positions moved along an axis; what leaves it at one end comes in at the other: <c>y[k] = x[(k − shift) mod n]</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="shift">By how many positions: positive to the end, negative to the front; may exceed the size.</param>
    /// <param name="axis">The axis; negative counts from the end. Without one, all elements in row-major order.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">No such axis.</exception>
    /// <remarks>Gradient: <c>dx = dy</c>, moved back.</remarks>
    public static Variable<T> Roll<T>(this Variable<T> x, int shift, int? axis = null)
        where T : unmanaged, IFloatingPointIeee754<T> => new RollOp<T>(shift, axis).Apply(x);
}

internal sealed class RollOp<T>(long shift, int? axis) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "roll";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes =>
        axis is { } along ? $"shift: {shift}, axis: {along}" : $"shift: {shift}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        if (axis is { } along)
        {
            AxisRules.Resolve("Roll", inputs[0].Shape, along);
        }
        return inputs[0].Shape;
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        if (y.IsEmpty)
        {
            return;
        }
        var shape = inputs[0].Shape;
        var (outer, n, inner) = (1, y.Length, 1);
        if (axis is { } given)
        {
            var along = shape.Axis(given);
            (outer, n, inner) = (
                shape.LengthOf(..along),
                shape[along],
                shape.LengthOf((along + 1)..)
            );
        }
        var x = inputs[0].AsSpan();
        var moved = (int)(((shift % n) + n) % n);
        ReadOnlySpan<int> strides = [n * inner, inner, 1];
        StridedCopy.Copy([outer, n - moved, inner], x, 0, strides, y, moved * inner, strides);
        StridedCopy.Copy([outer, moved, inner], x, (n - moved) * inner, strides, y, 0, strides);
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = new RollOp<T>(-shift, axis).Apply(dy);
}
