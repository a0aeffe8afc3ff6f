using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Hinge loss of two classes, <c>l = max(0, margin − t ⊙ x)</c>.</summary>
    /// <param name="x">Scores, any shape: positive for one class, negative for the other.</param>
    /// <param name="target">t, of the same shape: 1 or −1.</param>
    /// <param name="margin">How far on the right side a score must lie to cost nothing, finite; 1 unless told.</param>
    /// <param name="reduction">Mean over all elements, sum, or none.</param>
    /// <returns>A scalar, or the losses in the shape of <paramref name="x"/>. The mean of nothing is NaN.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or the margin is not finite.</exception>
    /// <remarks>This is the loss of support vector machines; PyTorch's hinge_embedding_loss is another. Gradient:
    /// <c>dx = −t ⊙ dl, dt = −x ⊙ dl</c> where <c>t ⊙ x &lt; margin</c>, else 0; so at the kink, too. Source: Cortes and Vapnik 1995.</remarks>
    public static Variable<T> Hinge<T>(
        this Variable<T> x,
        Variable<T> target,
        double margin = 1,
        LossReduction reduction = LossReduction.Mean
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new HingeOp<T>(margin, reduction).Apply(x, target);
}

internal sealed class HingeOp<T> : PairLossOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T margin;

    public HingeOp(double margin, LossReduction reduction)
        : base(reduction)
    {
        LossMargin.ThrowIfOutside("Hinge", margin, double.MinValue, double.MaxValue);
        this.margin = T.CreateTruncating(margin);
    }

    public override string Name => "hinge";

    public override string Attributes =>
        FormattableString.Invariant($"margin: {margin}, {base.Attributes}");

    protected override string Method => "Hinge";

    protected override void Losses(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> losses) =>
        ElementwiseKernels.Map(new HingeLoss<T>(margin), x, target, target, losses);

    protected override Variable<T> Losses(Variable<T> x, Variable<T> target) =>
        (margin - target * x).Relu();

    protected override void Gradient(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> dx) =>
        ElementwiseKernels.Map(new HingeLossGradient<T>(margin), x, target, dx, dx);

    protected override void TargetGradient(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> dx) =>
        ElementwiseKernels.Map(new HingeLossGradient<T>(margin), target, x, dx, dx);
}
