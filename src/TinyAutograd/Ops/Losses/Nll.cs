using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Negative log-likelihood of classes, <c>l = −x[target]</c>.</summary>
    /// <param name="logProbabilities">(N, C), (N, C, …) with the classes on axis 1, or (C); in nats, as <see cref="LogSoftmax{T}"/> gives.</param>
    /// <param name="targets">The class of each position, in [0, C): (N), (N, …), or ().</param>
    /// <param name="ignoreIndex">Targets of this value do not count: their loss and gradient are 0.</param>
    /// <param name="reduction">Mean over the targets that count, sum, or none.</param>
    /// <returns>A scalar, or the losses in the shape of <paramref name="targets"/>. The mean over no target is NaN.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a target is not a class.</exception>
    /// <remarks>Gradient: −dl at the target's place, 0 elsewhere.</remarks>
    public static Variable<T> Nll<T>(
        this Variable<T> logProbabilities,
        Indices targets,
        int ignoreIndex = -100,
        LossReduction reduction = LossReduction.Mean
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new NllOp<T>(targets, ignoreIndex, reduction).Apply(logProbabilities);
}

internal sealed class NllOp<T> : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ClassTargets targets;
    private readonly LossReduction reduction;

    public NllOp(Indices targets, int ignoreIndex, LossReduction reduction)
    {
        ArgumentNullException.ThrowIfNull(targets);
        reduction.ThrowIfUndefined("Nll");
        this.targets = new ClassTargets(targets, ignoreIndex);
        this.reduction = reduction;
    }

    public override string Name => "nll";

    public override string Attributes => reduction.Text();

    /// <summary>The losses before reduction, in public ops.</summary>
    public static Variable<T> Losses(Variable<T> logP, ClassTargets targets)
    {
        var axis = ClassTargets.AxisOf(logP.Shape);
        if (logP.Shape[axis] == 0)
        {
            return logP.Sum(axis); // no classes: every target is ignored, or there is none
        }
        var classes = targets.Classes.Reshape(logP.Shape.With(axis, 1));
        return (-logP.Gather(classes, axis).Reshape(targets.Shape)).MaskedFill(
            targets.Ignored,
            T.Zero
        );
    }

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        targets.ThrowIfMisfit("Nll", inputs[0].Shape);
        return reduction == LossReduction.None ? targets.Shape : Shape.Scalar;
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        using var scratch = SpanOwner<T>.Allocate(
            reduction == LossReduction.None ? 0 : targets.Shape.ElementCount
        );
        var losses = reduction == LossReduction.None ? y : scratch.Span;
        var layout = ClassTargets.LayoutOf(inputs[0].Shape);
        var x = inputs[0].AsSpan();
        for (var position = 0; position < losses.Length; position++)
        {
            var target = targets.AsSpan()[position];
            losses[position] =
                target == targets.IgnoreIndex ? T.Zero : -x[layout.PlaceOf(position, target)];
        }
        reduction.Reduce<T>(losses, targets.Count, y);
    }

    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs) =>
        Losses(inputs[0], targets).Reduce(reduction, targets.Count);

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var layout = ClassTargets.LayoutOf(call.Input(0).Shape);
        var room = dx.Room(0);
        var weight = reduction.Weight<T>(targets.Count);
        room.Clear();
        for (var position = 0; position < targets.Shape.ElementCount; position++)
        {
            var target = targets.AsSpan()[position];
            if (target != targets.IgnoreIndex)
            {
                var d = dy[reduction == LossReduction.None ? position : 0];
                room[layout.PlaceOf(position, target)] = -d * weight;
            }
        }
        return true;
    }
}
