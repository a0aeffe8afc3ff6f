using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Adds elements along an axis to where indices say: the counterpart of <see cref="Gather"/>.</summary>
    /// <param name="x">Rank 1 or more: what is added to. It stays as it is.</param>
    /// <param name="indices">The rank of x, on other axes no longer than x; each in [0, size of the axis).</param>
    /// <param name="source">The shape of <paramref name="indices"/>: what is added.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <returns>The shape of x. For rank 2 and axis 1: x, and then <c>y[i, indices[i, j]] += source[i, j]</c> in row-major order.</returns>
    /// <exception cref="ArgumentException">No such axis, shapes that do not fit, or an index outside the axis.</exception>
    /// <remarks>Gradient: <c>dx = dy, dsource</c> = dy gathered at the indices.</remarks>
    public static Variable<T> ScatterAdd<T>(
        this Variable<T> x,
        Indices indices,
        Variable<T> source,
        int axis
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new ScatterAddOp<T>(indices, axis).Apply(x, source);
    }
}

internal sealed class ScatterAddOp<T>(Indices indices, int axis) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "scatterAdd";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"indices: {indices.Shape}, axis: {axis}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var shape = inputs[0].Shape;
        IndexRules.ThrowIfNotScattered("ScatterAdd", shape, indices, inputs[1].Shape, axis);
        return shape;
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var (x, source) = (inputs[0], inputs[1]);
        x.AsSpan().CopyTo(y);
        Gathering.ScatterAdd(
            source.AsSpan(),
            indices.AsSpan(),
            indices.Shape,
            x.Shape.Axis(axis),
            y,
            x.Shape
        );
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        dx[0] = dy;
        if (dx.Needs(1))
        {
            dx[1] = dy.Gather(indices, axis);
        }
    }
}
