using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Variables one behind the other along an axis.</summary>
    /// <param name="parts">At least one; equal shapes but for the size of the axis.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <returns>The shape of the parts; the axis has the sum of their sizes.</returns>
    /// <exception cref="ArgumentException">No parts, no such axis, the shapes differ elsewhere, or the axis would be too long.</exception>
    /// <remarks>Gradient: each part receives its slice of dy.</remarks>
    public static Variable<T> Cat<T>(IReadOnlyList<Variable<T>> parts, int axis = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Count > 0
            ? new CatOp<T>(axis).Apply([.. parts])
            : throw new ArgumentException("Cat: there are no parts.", nameof(parts));
    }
}

internal sealed class CatOp<T>(int axis) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "cat";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"axis: {axis}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var shape = inputs[0].Shape;
        var along = AxisRules.Resolve("Cat", shape, axis);
        var total = 0L;
        foreach (var part in inputs)
        {
            if (part.Rank != shape.Rank || part.Shape.With(along, 0) != shape.With(along, 0))
            {
                throw new ArgumentException(
                    $"Cat: {shape} and {part.Shape} differ elsewhere than on axis {along}."
                );
            }
            total += part.Shape[along];
        }
        return shape.With(along, AxisRules.Size("Cat", along, total));
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var outer = inputs[0].Shape.LengthOf(..inputs[0].Shape.Axis(axis));
        var offset = 0;
        foreach (var part in inputs)
        {
            offset += Concatenation.Put(part.AsSpan(), outer, y, offset);
        }
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var start = 0;
        for (var i = 0; i < call.InputCount; i++)
        {
            var stop = start + call.Input(i).Shape[axis];
            if (dx.Needs(i))
            {
                dx[i] = dy.Slice(axis, start, stop);
            }
            start = stop;
        }
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var outer = call.Output.Shape.LengthOf(..call.Output.Shape.Axis(axis));
        var offset = 0;
        for (var i = 0; i < call.InputCount; i++)
        {
            if (dx.Needs(i))
            {
                Concatenation.Take(dy, outer, dx.Room(i), offset);
            }
            offset += outer == 0 ? 0 : call.Input(i).Length / outer;
        }
        return true;
    }
}
