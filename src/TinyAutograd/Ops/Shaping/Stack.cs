using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Variables of one shape beside each other on a new axis.</summary>
    /// <param name="parts">At least one; equal shapes, rank 7 at most.</param>
    /// <param name="axis">The position of the new axis in the result; negative counts from its end.</param>
    /// <returns>The shape of the parts with the new axis, as long as there are parts.</returns>
    /// <exception cref="ArgumentException">No parts, no such position, or the shapes differ.</exception>
    /// <remarks>Gradient: each part receives its position of dy.</remarks>
    public static Variable<T> Stack<T>(IReadOnlyList<Variable<T>> parts, int axis = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Count > 0
            ? new StackOp<T>(axis).Apply([.. parts])
            : throw new ArgumentException("Stack: there are no parts.", nameof(parts));
    }
}

internal sealed class StackOp<T>(int axis) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Method = "Stack";

    public override string Name => "stack";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"axis: {axis}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var shape = inputs[0].Shape;
        foreach (var part in inputs)
        {
            if (part.Shape != shape)
            {
                throw new ArgumentException(
                    $"Stack: {shape} and {part.Shape} differ; stacked parts have one shape."
                );
            }
        }
        return shape.Insert(AxisRules.ResolveNew(Method, shape, axis), inputs.Length);
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var outer = OuterOf(inputs[0].Shape);
        var offset = 0;
        foreach (var part in inputs)
        {
            offset += Concatenation.Put(part.AsSpan(), outer, y, offset);
        }
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        for (var i = 0; i < call.InputCount; i++)
        {
            if (dx.Needs(i))
            {
                dx[i] = dy.Slice(axis, i, i + 1).Reshape(call.Input(i).Shape);
            }
        }
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var outer = OuterOf(call.Input(0).Shape);
        for (var i = 0; i < call.InputCount; i++)
        {
            if (dx.Needs(i))
            {
                var run = outer == 0 ? 0 : call.Input(i).Length / outer;
                Concatenation.Take(dy, outer, dx.Room(i), i * run);
            }
        }
        return true;
    }

    private int OuterOf(Shape shape) => shape.LengthOf(..AxisRules.ResolveNew(Method, shape, axis));
}
