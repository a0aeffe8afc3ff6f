using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Positions of an axis, in any order and any number: <c>y[…, k, …] = x[…, indices[k], …]</c>.</summary>
    /// <param name="x">Rank 1 or more.</param>
    /// <param name="indices">Rank 1, each in [0, size of the axis).</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <returns>The shape of x; the axis is as long as there are indices.</returns>
    /// <exception cref="ArgumentException">No such axis, indices of another rank, or an index outside the axis.</exception>
    /// <remarks>Gradient: <c>dx[…, indices[k], …] += dy[…, k, …]</c>: repeated indices add up.</remarks>
    public static Variable<T> IndexSelect<T>(this Variable<T> x, Indices indices, int axis = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new IndexSelectOp<T>(indices, axis).Apply(x);
    }
}

internal sealed class IndexSelectOp<T>(Indices indices, int axis) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "indexSelect";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"indices: {indices.Shape}, axis: {axis}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var shape = inputs[0].Shape;
        var along = AxisRules.Resolve("IndexSelect", shape, axis);
        if (indices.Rank != 1)
        {
            throw new ArgumentException(
                $"IndexSelect: indices {indices.Shape} must be of rank 1. Gather takes one index per element."
            );
        }
        IndexRules.ThrowIfOutside("IndexSelect", indices, shape[along]);
        return shape.With(along, indices.Length);
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var shape = inputs[0].Shape;
        var along = shape.Axis(axis);
        Gathering.TakeRows(
            inputs[0].AsSpan(),
            shape[along],
            shape.LengthOf((along + 1)..),
            indices.AsSpan(),
            y
        );
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var shape = call.Input(0).Shape;
        dx[0] = new IndexSumOp<T>(indices, shape, shape.Axis(axis)).Apply(dy);
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var shape = call.Input(0).Shape;
        IndexSumOp<T>.Add(dy, indices, shape, shape.Axis(axis), dx.Room(0));
        return true;
    }
}
