using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>An op of one input that acts on each element by itself.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract class UnaryOp<T> : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Computes <paramref name="y"/> from <paramref name="x"/>, element by element.</summary>
    public abstract void Forward(ReadOnlySpan<T> x, Span<T> y);

    /// <summary>The backward rule in public ops: <c>dx</c> from the input, the output and the upstream gradient.</summary>
    public abstract Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy);

    /// <summary>Whether the slope <c>dy/dx</c> of each element is computed with its value and kept: where both need the same costly function.
    /// The one-pass form of the rule is then a product.</summary>
    protected virtual bool KeepsSlope => false;

    /// <summary>Computes values and slopes, where <see cref="KeepsSlope"/> says so.</summary>
    protected virtual void Forward(ReadOnlySpan<T> x, Span<T> y, Span<T> slope) =>
        throw new NotSupportedException($"{Name} keeps no slope.");

    /// <summary>Whether there is a one-pass form of the rule, used when nobody records the backward pass.</summary>
    protected virtual bool HasBackwardKernel => false;

    /// <summary>The one-pass form, where <see cref="HasBackwardKernel"/> says so: fills <paramref name="dx"/>.</summary>
    protected virtual void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    ) => throw new NotSupportedException($"{Name} has no backward kernel.");

    /// <inheritdoc/>
    public sealed override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) => inputs[0].Shape;

    /// <inheritdoc/>
    public sealed override int SavedLength(ReadOnlySpan<Variable<T>> inputs, Shape shape) =>
        KeepsSlope ? shape.ElementCount : 0;

    /// <inheritdoc/>
    public sealed override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        if (saved.IsEmpty)
        {
            Forward(inputs[0].AsSpan(), y);
        }
        else
        {
            Forward(inputs[0].AsSpan(), y, saved);
        }
    }

    /// <inheritdoc/>
    public sealed override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = Backward(call.Input(0), call.Output, dy);

    /// <inheritdoc/>
    public sealed override bool BackwardKernel(
        OpCall<T> call,
        ReadOnlySpan<T> dy,
        GradientSink<T> dx
    )
    {
        if (KeepsSlope)
        {
            ElementwiseKernels.Multiply(dy, call.Saved, dx.Room(0));
            return true;
        }
        if (HasBackwardKernel)
        {
            BackwardKernel(call.Input(0).AsSpan(), call.Output.AsSpan(), dy, dx.Room(0));
        }
        return HasBackwardKernel;
    }

    /// <summary>Each element of the result depends on one of the input, so the Jacobian is diagonal and its own transpose: the backward
    /// rule carries a direction forward, too.</summary>
    /// <inheritdoc cref="Op{T}.Tangent" path="/param|/returns"/>
    public override Variable<T> Tangent(OpCall<T> call, ReadOnlySpan<Variable<T>?> dx)
    {
        var (x, y, direction) = (call.Input(0), call.Output, dx[0]!);
        if (Recorder<T>.Current.IsRecording || !(KeepsSlope || HasBackwardKernel))
        {
            return Backward(x, y, direction);
        }
        var dy = Constants.Uninitialised<T>(y.Shape, out var values);
        if (KeepsSlope)
        {
            ElementwiseKernels.Multiply(direction.AsSpan(), call.Saved, values);
        }
        else
        {
            BackwardKernel(x.AsSpan(), y.AsSpan(), direction.AsSpan(), values);
        }
        return dy;
    }
}
