using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Huber's loss: with d = x − target, <c>l = d²/2</c> where |d| ≤ δ and <c>l = δ·(|d| − δ/2)</c> beyond.</summary>
    /// <param name="x">Predictions, any shape.</param>
    /// <param name="target">Targets, of the same shape.</param>
    /// <param name="delta">δ > 0: from where on the loss grows only linearly.</param>
    /// <param name="reduction">Mean over all elements, sum, or none.</param>
    /// <returns>A scalar, or the losses in the shape of <paramref name="x"/>. The mean of nothing is NaN.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or δ is not positive and finite.</exception>
    /// <remarks>Gradient: <c>dx = clamp(d, −δ, δ) ⊙ dl, dtarget = −dx</c>; its own derivative has a kink at |d| = δ. Source: Huber
    /// 1964, as PyTorch's huber_loss.</remarks>
    public static Variable<T> Huber<T>(
        this Variable<T> x,
        Variable<T> target,
        double delta = 1,
        LossReduction reduction = LossReduction.Mean
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new HuberOp<T>(delta, reduction).Apply(x, target);
}

internal sealed class HuberOp<T> : PairLossOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T delta;

    public HuberOp(double delta, LossReduction reduction)
        : base(reduction)
    {
        if (!(delta > 0 && double.IsFinite(delta)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(delta),
                delta,
                FormattableString.Invariant(
                    $"Huber: delta is {delta}, must be positive and finite."
                )
            );
        }
        this.delta = T.CreateTruncating(delta);
    }

    public override string Name => "huber";

    public override string Attributes =>
        FormattableString.Invariant($"delta: {delta}, {base.Attributes}");

    protected override string Method => "Huber";

    protected override void Losses(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> losses) =>
        ElementwiseKernels.Map(new HuberLoss<T>(delta), x, target, target, losses);

    protected override Variable<T> Losses(Variable<T> x, Variable<T> target)
    {
        var d = x - target;
        var clamped = d.Clamp(-delta, delta);
        return clamped * (d - clamped * T.CreateChecked(0.5));
    }

    protected override void Gradient(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> dx) =>
        ElementwiseKernels.Map(new HuberLossGradient<T>(delta), x, target, dx, dx);
}
