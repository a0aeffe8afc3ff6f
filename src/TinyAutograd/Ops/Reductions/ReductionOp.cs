using System.Numerics;

namespace TinyAutograd;

/// <summary>An op of one input that reduces axes of it.</summary>
internal abstract class ReductionOp<T>(Axes axes, bool keepDims) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What is reduced: the axes as bits, and how many elements go into one.</summary>
    /// <param name="Shape">The shape before.</param>
    /// <param name="Mask">Bit i is set where axis i is reduced.</param>
    /// <param name="Kept">The shape with size 1 in place of the reduced axes.</param>
    /// <param name="Count">Number of elements that are reduced to one.</param>
    internal readonly record struct Group(Shape Shape, int Mask, Shape Kept, int Count);

    public override string Attributes => ReductionAttributes.Text(axes, keepDims);

    /// <summary>The name of the public method, for messages.</summary>
    protected abstract string Method { get; }

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        axes.Reduce(Method, inputs[0].Shape, keepDims);

    public sealed override void Forward(
        ReadOnlySpan<Variable<T>> inputs,
        Span<T> y,
        Span<T> saved
    ) => Forward(inputs[0].AsSpan(), GroupOf(inputs[0].Shape), y);

    // The gradient of no elements is empty whatever the rule says; but a rule that divides 0 by 0 would make its own gradient NaN.
    public sealed override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var (x, group) = (call.Input(0), GroupOf(call.Input(0).Shape));
        dx[0] = x.Length == 0 ? dy.Reshape(group.Kept) : Backward(x, call.Output, dy, group);
    }

    public sealed override bool BackwardKernel(
        OpCall<T> call,
        ReadOnlySpan<T> dy,
        GradientSink<T> dx
    )
    {
        if (HasBackwardKernel)
        {
            BackwardKernel(
                call.Input(0).AsSpan(),
                call.Output.AsSpan(),
                dy,
                GroupOf(call.Input(0).Shape),
                dx.Room(0)
            );
        }
        return HasBackwardKernel;
    }

    protected abstract void Forward(ReadOnlySpan<T> x, Group group, Span<T> y);

    /// <summary>The backward rule in public ops; <paramref name="y"/> and <paramref name="dy"/> have the shape of the result.</summary>
    protected abstract Variable<T> Backward(
        Variable<T> x,
        Variable<T> y,
        Variable<T> dy,
        Group group
    );

    /// <summary>Whether there is a one-pass form of the rule.</summary>
    protected virtual bool HasBackwardKernel => false;

    protected virtual void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Group group,
        Span<T> dx
    ) => throw new NotSupportedException($"{Name} has no backward kernel.");

    protected Group GroupOf(Shape shape)
    {
        var mask = axes.Resolve(Method, shape);
        var count = 1;
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            count *= (mask & (1 << axis)) != 0 ? shape[axis] : 1;
        }
        return new Group(shape, mask, axes.Reduce(Method, shape, keepDims: true), count);
    }
}
