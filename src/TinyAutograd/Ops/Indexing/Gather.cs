using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>One element per index: the element of x at the same place, but on the axis where the index says.</summary>
    /// <param name="x">Rank 1 or more.</param>
    /// <param name="indices">The rank of x, on other axes no longer than x; each in [0, size of the axis).</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <returns>The shape of <paramref name="indices"/>. For rank 2 and axis 1: <c>y[i, j] = x[i, indices[i, j]]</c>.</returns>
    /// <exception cref="ArgumentException">No such axis, shapes that do not fit, or an index outside the axis.</exception>
    /// <remarks>Gradient: dy added where its element came from: repeated indices add up.</remarks>
    public static Variable<T> Gather<T>(this Variable<T> x, Indices indices, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new GatherOp<T>(indices, axis).Apply(x);
    }
}

internal sealed class GatherOp<T>(Indices indices, int axis) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "gather";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"indices: {indices.Shape}, axis: {axis}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var shape = inputs[0].Shape;
        var along = AxisRules.Resolve("Gather", shape, axis);
        IndexRules.ThrowIfUnfit("Gather", shape, indices.Shape, along);
        IndexRules.ThrowIfOutside("Gather", indices, shape[along]);
        return indices.Shape;
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var shape = inputs[0].Shape;
        Gathering.Gather(
            inputs[0].AsSpan(),
            shape,
            indices.AsSpan(),
            indices.Shape,
            shape.Axis(axis),
            y
        );
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = Variable.Zeros<T>(call.Input(0).Shape).ScatterAdd(indices, dy, axis);

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var shape = call.Input(0).Shape;
        var room = dx.Room(0);
        room.Clear();
        Gathering.ScatterAdd(dy, indices.AsSpan(), indices.Shape, shape.Axis(axis), room, shape);
        return true;
    }
}
