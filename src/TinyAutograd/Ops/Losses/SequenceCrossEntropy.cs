using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Cross-entropy of the next-token logits of padded sequences, in nats: what lies behind the end of a sequence does not
    /// count.</summary>
    /// <param name="logits">(B, T, V): B sequences, T positions, V classes.</param>
    /// <param name="targets">(B, T): the class of each position, in [0, V) up to the end of its sequence; behind it anything.</param>
    /// <param name="lengths">(B): the number of positions of each sequence that count, in [0, T].</param>
    /// <param name="labelSmoothing">In [0, 1]: the share of the target that is spread evenly over all classes.</param>
    /// <param name="reduction">Mean over the positions that count (a long sequence counts more), sum, or none.</param>
    /// <returns>A scalar, or the losses (B, T) with 0 in the padding. The mean over no position is NaN.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, a length is not in [0, T], or a target is not a class.</exception>
    /// <remarks>Gradient: that of <see cref="CrossEntropy{T}"/>, 0 in the padding. Recorded as reshapes and crossEntropy.</remarks>
    public static Variable<T> SequenceCrossEntropy<T>(
        this Variable<T> logits,
        Indices targets,
        Indices lengths,
        double labelSmoothing = 0,
        LossReduction reduction = LossReduction.Mean
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(lengths);
        reduction.ThrowIfUndefined("SequenceCrossEntropy");
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(labelSmoothing),
                labelSmoothing,
                FormattableString.Invariant(
                    $"SequenceCrossEntropy: labelSmoothing is {labelSmoothing}, must be in [0, 1]."
                )
            );
        }
        var counted = SequenceTargets.Of("SequenceCrossEntropy", logits.Shape, targets, lengths);
        var losses = new CrossEntropyOp<T>(
            counted,
            SequenceTargets.Padding,
            labelSmoothing,
            reduction
        ).Apply(logits.Reshape([counted.Length, logits.Shape[2]]));
        return reduction == LossReduction.None ? losses.Reshape(targets.Shape) : losses;
    }
}
