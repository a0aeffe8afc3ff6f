using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Cross-entropy of logits against classes, in nats: <c>l = −(1 − s)·ln pₜ − s/C · Σ ln p</c> with p = softmax of the logits,
    /// t the target and s the label smoothing.</summary>
    /// <param name="logits">(N, C), (N, C, …) with the classes on axis 1, or (C).</param>
    /// <param name="targets">The class of each position, in [0, C): (N), (N, …), or ().</param>
    /// <param name="ignoreIndex">Targets of this value do not count: their loss and gradient are 0.</param>
    /// <param name="labelSmoothing">s in [0, 1]: the share of the target that is spread evenly over all classes.</param>
    /// <param name="reduction">Mean over the targets that count, sum, or none.</param>
    /// <returns>A scalar, or the losses in the shape of <paramref name="targets"/>. The mean over no target is NaN.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, a target is not a class, or s is not in [0, 1].</exception>
    /// <remarks>Gradient: <c>dlogits = dl ⊙ (p − (1 − s)·onehot(t) − s/C)</c>.</remarks>
    public static Variable<T> CrossEntropy<T>(
        this Variable<T> logits,
        Indices targets,
        int ignoreIndex = -100,
        double labelSmoothing = 0,
        LossReduction reduction = LossReduction.Mean
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new CrossEntropyOp<T>(targets, ignoreIndex, labelSmoothing, reduction).Apply(logits);
}

internal sealed class CrossEntropyOp<T> : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ClassTargets targets;
    private readonly double smoothing;
    private readonly LossReduction reduction;

    public CrossEntropyOp(
        Indices targets,
        int ignoreIndex,
        double labelSmoothing,
        LossReduction reduction
    )
    {
        ArgumentNullException.ThrowIfNull(targets);
        reduction.ThrowIfUndefined("CrossEntropy");
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(labelSmoothing),
                labelSmoothing,
                FormattableString.Invariant(
                    $"CrossEntropy: labelSmoothing is {labelSmoothing}, must be in [0, 1]."
                )
            );
        }
        this.targets = new ClassTargets(targets, ignoreIndex);
        (smoothing, this.reduction) = (labelSmoothing, reduction);
    }

    public override string Name => "crossEntropy";

    public override string Attributes =>
        FormattableString.Invariant(
            $"{reduction.Text()}{(smoothing > 0 ? $", labelSmoothing: {smoothing}" : "")}"
        );

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        targets.ThrowIfMisfit("CrossEntropy", inputs[0].Shape);
        return reduction == LossReduction.None ? targets.Shape : Shape.Scalar;
    }

    public override int SavedLength(ReadOnlySpan<Variable<T>> inputs, Shape shape) =>
        2 * targets.Shape.ElementCount;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        using var scratch = SpanOwner<T>.Allocate(
            reduction == LossReduction.None ? 0 : targets.Shape.ElementCount
        );
        var losses = reduction == LossReduction.None ? y : scratch.Span;
        var loss = LossOf(inputs[0].Shape);
        CrossEntropyKernel.Forward(loss, inputs[0].AsSpan(), targets.AsSpan(), losses, saved);
        reduction.Reduce<T>(losses, targets.Count, y);
    }

    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs)
    {
        var axis = ClassTargets.AxisOf(inputs[0].Shape);
        var logP = inputs[0].LogSoftmax(axis);
        var losses = NllOp<T>.Losses(logP, targets);
        if (smoothing > 0)
        {
            var (s, classes) = (T.CreateTruncating(smoothing), T.CreateChecked(logP.Shape[axis]));
            var spread = (-logP.Sum(axis) / classes).MaskedFill(targets.Ignored, T.Zero);
            losses = losses * (T.One - s) + spread * s;
        }
        return losses.Reduce(reduction, targets.Count);
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var x = call.Input(0);
        CrossEntropyKernel.Backward(
            LossOf(x.Shape),
            x.AsSpan(),
            targets.AsSpan(),
            call.Saved,
            dy,
            reduction.Weight<T>(targets.Count),
            dx.Room(0)
        );
        return true;
    }

    private CrossEntropyLoss LossOf(Shape logits) =>
        new(ClassTargets.LayoutOf(logits), targets.IgnoreIndex, smoothing);
}
