using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd;

/// <summary>A loss of pairs (prediction, target) of equal shape, reduced to a scalar or not.</summary>
internal abstract class PairLossOp<T>(LossReduction reduction) : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Attributes => reduction.Text();

    /// <summary>The loss of each pair.</summary>
    protected abstract void Losses(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> losses);

    /// <summary>The loss of each pair, in public ops.</summary>
    protected abstract Variable<T> Losses(Variable<T> x, Variable<T> target);

    /// <summary>Multiplies the upstream gradient, which stands in <paramref name="dx"/>, by the derivative to the prediction.</summary>
    protected abstract void Gradient(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> dx);

    /// <summary>Likewise to the target. The default is right for losses of the difference.</summary>
    protected virtual void TargetGradient(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> dx)
    {
        Gradient(x, target, dx);
        TensorPrimitives.Negate(dx, dx);
    }

    /// <summary>The op's name in messages.</summary>
    protected abstract string Method { get; }

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        reduction.ThrowIfUndefined(Method);
        if (inputs[0].Shape != inputs[1].Shape)
        {
            throw new ArgumentException(
                $"{Method}: the predictions {inputs[0].Shape} and the targets {inputs[1].Shape} must have the same shape."
            );
        }
        return reduction == LossReduction.None ? inputs[0].Shape : Shape.Scalar;
    }

    public sealed override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var x = inputs[0].AsSpan();
        if (reduction == LossReduction.None)
        {
            Losses(x, inputs[1].AsSpan(), y);
            return;
        }
        using var losses = SpanOwner<T>.Allocate(x.Length);
        Losses(x, inputs[1].AsSpan(), losses.Span);
        reduction.Reduce<T>(losses.Span, x.Length, y);
    }

    public sealed override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs) =>
        Losses(inputs[0], inputs[1]).Reduce(reduction, inputs[0].Length);

    public sealed override bool BackwardKernel(
        OpCall<T> call,
        ReadOnlySpan<T> dy,
        GradientSink<T> dx
    )
    {
        var x = call.Input(0).AsSpan();
        var target = call.Input(1).AsSpan();
        if (dx.Needs(0))
        {
            Gradient(x, target, Upstream(dy, dx.Room(0)));
        }
        if (dx.Needs(1))
        {
            TargetGradient(x, target, Upstream(dy, dx.Room(1)));
        }
        return true;
    }

    private Span<T> Upstream(ReadOnlySpan<T> dy, Span<T> room)
    {
        if (reduction == LossReduction.None)
        {
            dy.CopyTo(room);
        }
        else
        {
            room.Fill(dy[0] * reduction.Weight<T>(room.Length));
        }
        return room;
    }
}
