using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Squared error, <c>l = (x − target)²</c>.</summary>
    /// <param name="x">Predictions, any shape.</param>
    /// <param name="target">Targets, of the same shape.</param>
    /// <param name="reduction">Mean over all elements, sum, or none.</param>
    /// <returns>A scalar, or the losses in the shape of <paramref name="x"/>. The mean of nothing is NaN.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <remarks>Gradient: <c>dx = 2(x − target) ⊙ dl, dtarget = −dx</c>.</remarks>
    public static Variable<T> Mse<T>(
        this Variable<T> x,
        Variable<T> target,
        LossReduction reduction = LossReduction.Mean
    )
        where T : unmanaged, IFloatingPointIeee754<T> => new MseOp<T>(reduction).Apply(x, target);
}

internal sealed class MseOp<T>(LossReduction reduction) : PairLossOp<T>(reduction)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "mse";

    protected override string Method => "Mse";

    protected override void Losses(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> losses)
    {
        TensorPrimitives.Subtract(x, target, losses);
        TensorPrimitives.Multiply(losses, losses, losses);
    }

    protected override Variable<T> Losses(Variable<T> x, Variable<T> target) =>
        (x - target).Square();

    protected override void Gradient(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> dx) =>
        ElementwiseKernels.Map(new SquareLossGradient<T>(), x, target, dx, dx);
}
