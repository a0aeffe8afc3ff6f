using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>The axes in another order: axis i of the result is axis <c>axes[i]</c> of x.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">Each axis of x once; negative counts from the end.</param>
    /// <returns>The permuted shape. The numbers are copied, unless only axes of size 1 move.</returns>
    /// <exception cref="ArgumentException">Not each axis is named once.</exception>
    /// <remarks>Gradient: <c>dx = dy</c>, permuted back.</remarks>
    public static Variable<T> Permute<T>(this Variable<T> x, params ReadOnlySpan<int> axes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        var order = PermuteRule.Resolve(x.Shape, axes);
        return PermuteRule.MovesNumbers(x.Shape, order)
            ? new PermuteOp<T>(order).Apply(x)
            : x.Reshape(PermuteRule.Apply(x.Shape, order));
    }
}

internal sealed class PermuteOp<T>(int[] order) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "permute";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"axes: [{string.Join(", ", order)}]";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        PermuteRule.Apply(inputs[0].Shape, order);

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var shape = inputs[0].Shape;
        var result = PermuteRule.Apply(shape, order);
        Span<int> strides = stackalloc int[shape.Rank];
        Span<int> from = stackalloc int[shape.Rank];
        Span<int> to = stackalloc int[shape.Rank];
        StridedCopy.RowMajor(shape.AsSpan(), strides);
        StridedCopy.RowMajor(result.AsSpan(), to);
        for (var axis = 0; axis < order.Length; axis++)
        {
            from[axis] = strides[order[axis]];
        }
        StridedCopy.Copy(result.AsSpan(), inputs[0].AsSpan(), 0, from, y, 0, to);
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var inverse = new int[order.Length];
        for (var axis = 0; axis < order.Length; axis++)
        {
            inverse[order[axis]] = axis;
        }
        dx[0] = dy.Permute(inverse);
    }
}

/// <summary>Orders of axes.</summary>
internal static class PermuteRule
{
    public static int[] Resolve(Shape shape, ReadOnlySpan<int> axes)
    {
        var order = new int[axes.Length];
        var named = 0;
        for (var i = 0; i < axes.Length; i++)
        {
            order[i] = AxisRules.Resolve("Permute", shape, axes[i]);
            named |= 1 << order[i];
        }
        return axes.Length == shape.Rank && named == (1 << shape.Rank) - 1
            ? order
            : throw new ArgumentException(
                $"Permute: axes [{string.Join(", ", axes.ToArray())}] must name each axis of {shape} once."
            );
    }

    public static Shape Apply(Shape shape, ReadOnlySpan<int> order)
    {
        Span<int> sizes = stackalloc int[order.Length];
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            sizes[axis] = shape[order[axis]];
        }
        return Shape.Of(sizes);
    }

    /// <summary>Whether the order of the axes that have more than one position changes.</summary>
    public static bool MovesNumbers(Shape shape, ReadOnlySpan<int> order)
    {
        var last = -1;
        foreach (var axis in order)
        {
            if (shape[axis] != 1)
            {
                if (axis < last)
                {
                    return true;
                }
                last = axis;
            }
        }
        return false;
    }
}
