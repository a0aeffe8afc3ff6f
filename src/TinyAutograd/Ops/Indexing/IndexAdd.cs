using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Adds to positions of an axis: x, and then <c>y[…, indices[k], …] += source[…, k, …]</c>, k in order.</summary>
    /// <param name="x">Rank 1 or more: what is added to. It stays as it is.</param>
    /// <param name="indices">Rank 1, each in [0, size of the axis).</param>
    /// <param name="source">The shape of x, but as many positions on the axis as there are indices.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <returns>The shape of x.</returns>
    /// <exception cref="ArgumentException">No such axis, shapes that do not fit, or an index outside the axis.</exception>
    /// <remarks>Gradient: <c>dx = dy, dsource[…, k, …] = dy[…, indices[k], …]</c>.</remarks>
    public static Variable<T> IndexAdd<T>(
        this Variable<T> x,
        Indices indices,
        Variable<T> source,
        int axis = 0
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new IndexAddOp<T>(indices, axis).Apply(x, source);
    }
}

internal sealed class IndexAddOp<T>(Indices indices, int axis) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "indexAdd";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"indices: {indices.Shape}, axis: {axis}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var (shape, source) = (inputs[0].Shape, inputs[1].Shape);
        var along = AxisRules.Resolve("IndexAdd", shape, axis);
        if (indices.Rank != 1 || source != shape.With(along, indices.Length))
        {
            throw new ArgumentException(
                $"IndexAdd: source {source} and indices {indices.Shape} do not fit {shape}: indices are of rank 1, "
                    + $"and the source is as long on axis {along}, on the others as {shape}."
            );
        }
        IndexRules.ThrowIfOutside("IndexAdd", indices, shape[along]);
        return shape;
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var shape = inputs[0].Shape;
        var along = shape.Axis(axis);
        inputs[0].AsSpan().CopyTo(y);
        Gathering.AddRows(
            inputs[1].AsSpan(),
            shape[along],
            shape.LengthOf((along + 1)..),
            indices.AsSpan(),
            y
        );
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        dx[0] = dy;
        if (dx.Needs(1))
        {
            dx[1] = dy.IndexSelect(indices, axis);
        }
    }
}
