using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Cross-entropy of logits against targets, in nats: <c>l = −(t·ln σ(x) + (1 − t)·ln σ(−x))</c>.</summary>
    /// <param name="x">Logits, any shape.</param>
    /// <param name="target">t, of the same shape: 0, 1, or a probability.</param>
    /// <param name="reduction">Mean over all elements, sum, or none.</param>
    /// <returns>A scalar, or the losses in the shape of <paramref name="x"/>. The mean of nothing is NaN.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <remarks>Gradient: <c>dx = (σ(x) − t) ⊙ dl, dt = −x ⊙ dl</c>. Both terms of the loss are positive, so that a small loss keeps
    /// all its digits.</remarks>
    public static Variable<T> BinaryCrossEntropyWithLogits<T>(
        this Variable<T> x,
        Variable<T> target,
        LossReduction reduction = LossReduction.Mean
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new BinaryCrossEntropyWithLogitsOp<T>(reduction).Apply(x, target);
}

internal sealed class BinaryCrossEntropyWithLogitsOp<T>(LossReduction reduction)
    : PairLossOp<T>(reduction)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "binaryCrossEntropyWithLogits";

    protected override string Method => "BinaryCrossEntropyWithLogits";

    protected override void Losses(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> losses)
    {
        using var scratch = SpanOwner<T>.Allocate(x.Length);
        TensorPrimitives.Negate(x, scratch.Span);
        SpecialFunctions.LogSigmoid<T>(scratch.Span, scratch.Span);
        SpecialFunctions.LogSigmoid(x, losses);
        ElementwiseKernels.Map(new BinaryExpectation<T>(), losses, scratch.Span, target, losses);
    }

    protected override Variable<T> Losses(Variable<T> x, Variable<T> target) =>
        -(target * x.LogSigmoid() + (T.One - target) * (-x).LogSigmoid());

    // σ(x) − t = −(t·σ(−x) − (1 − t)·σ(x)), which does not cancel where σ(x) is close to t = 1.
    protected override void Gradient(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> dx)
    {
        using var yes = SpanOwner<T>.Allocate(x.Length);
        using var no = SpanOwner<T>.Allocate(x.Length);
        TensorPrimitives.Negate(x, yes.Span);
        SpecialFunctions.Sigmoid<T>(yes.Span, yes.Span);
        SpecialFunctions.Sigmoid(x, no.Span);
        TensorPrimitives.Negate(no.Span, no.Span);
        ElementwiseKernels.Map(new BinaryExpectation<T>(), yes.Span, no.Span, target, no.Span);
        TensorPrimitives.Multiply(dx, no.Span, dx);
    }

    protected override void TargetGradient(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> dx)
    {
        TensorPrimitives.Multiply(dx, x, dx);
        TensorPrimitives.Negate(dx, dx);
    }
}
