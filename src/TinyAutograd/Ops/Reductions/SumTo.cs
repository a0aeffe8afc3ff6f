using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Sums away what broadcasting repeated: the inverse direction of <see cref="Expand{T}"/>.</summary>
    /// <param name="x">A shape that <paramref name="shape"/> broadcasts to.</param>
    /// <param name="shape">The shape before broadcasting.</param>
    /// <returns>Shape <paramref name="shape"/>; <paramref name="x"/> itself where it has that shape.</returns>
    /// <exception cref="ArgumentException"><paramref name="shape"/> does not broadcast to the shape of x.</exception>
    /// <remarks>Gradient: <c>dx = dy</c>, repeated.</remarks>
    public static Variable<T> SumTo<T>(this Variable<T> x, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Shape == shape ? x : new SumToOp<T>(shape).Apply(x);
    }
}

internal sealed class SumToOp<T>(Shape shape) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "sumTo";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"shape: {shape}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        Broadcasting.IsExpandable(shape, inputs[0].Shape)
            ? shape
            : throw new ArgumentException(
                $"SumTo: {shape} does not broadcast to {inputs[0].Shape}."
            );

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var from = inputs[0].Shape;
        var offset = from.Rank - shape.Rank;
        var mask = 0;
        for (var axis = 0; axis < from.Rank; axis++)
        {
            var isRepeated = axis < offset || (shape[axis - offset] == 1 && from[axis] != 1);
            mask |= isRepeated ? 1 << axis : 0;
        }
        Reduction.Reduce<T, SumReducer<T>>(inputs[0].AsSpan(), from, mask, y);
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) => dx[0] = dy;
}
