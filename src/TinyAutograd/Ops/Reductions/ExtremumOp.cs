using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>What the largest and the smallest element have in common.</summary>
internal abstract class ExtremumOp<T, TReducer>(Axes axes, bool keepDims)
    : ReductionOp<T>(axes, keepDims)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TReducer : struct, IReducer<T>
{
    protected override bool HasBackwardKernel => true;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var result = base.ShapeOf(inputs);
        EmptyReduction.ThrowIfEmpty(Method, inputs[0].Shape, GroupOf(inputs[0].Shape).Mask);
        return result;
    }

    protected override void Forward(ReadOnlySpan<T> x, Group group, Span<T> y) =>
        Reduction.Reduce<T, TReducer>(x, group.Shape, group.Mask, y);

    // Which elements are extreme changes only at ties: the shares are constants of the derivative.
    protected override Variable<T> Backward(
        Variable<T> x,
        Variable<T> y,
        Variable<T> dy,
        Group group
    )
    {
        var shares = Constants.Uninitialised<T>(x.Shape, out var values);
        Spread.Shares(
            x.AsSpan(),
            group.Shape,
            group.Mask,
            group.Kept,
            y.AsSpan(),
            scale: default,
            values
        );
        return dy.Reshape(group.Kept) * shares;
    }

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Group group,
        Span<T> dx
    ) => Spread.Shares(x, group.Shape, group.Mask, group.Kept, y, scale: dy, dx);
}
