using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Cross-entropy of probabilities against targets, in nats: <c>l = −(t·ln p + (1 − t)·ln(1 − p))</c>.</summary>
    /// <param name="p">Probabilities in [0, 1], any shape.</param>
    /// <param name="target">t, of the same shape: 0, 1, or a probability.</param>
    /// <param name="reduction">Mean over all elements, sum, or none.</param>
    /// <returns>A scalar, or the losses in the shape of <paramref name="p"/>. The mean of nothing is NaN.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or a probability is not in [0, 1].</exception>
    /// <remarks>Both logarithms are at least −100, as in PyTorch, so that the loss is finite at p = 0 and p = 1. Gradient:
    /// <c>dp = ((1 − t)/(1 − p) − t/p) ⊙ dl</c>, without the term whose logarithm is clamped;
    /// <c>dt = (ln(1 − p) − ln p) ⊙ dl</c>. Prefer <see cref="BinaryCrossEntropyWithLogits{T}"/>, which has no such edge.</remarks>
    public static Variable<T> BinaryCrossEntropy<T>(
        this Variable<T> p,
        Variable<T> target,
        LossReduction reduction = LossReduction.Mean
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new BinaryCrossEntropyOp<T>(reduction).Apply(p, target);
}

internal sealed class BinaryCrossEntropyOp<T>(LossReduction reduction) : PairLossOp<T>(reduction)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T LeastLogarithm = T.CreateChecked(-100);

    // Below, the logarithm of p is clamped. That of 1 − p is clamped at p = 1 only: 1 − p is 0 there, or at least 2⁻⁵³.
    private static readonly T Smallest = T.Exp(LeastLogarithm);

    public override string Name => "binaryCrossEntropy";

    protected override string Method => "BinaryCrossEntropy";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var shape = base.ShapeOf(inputs);
        var p = inputs[0].AsSpan();
        for (var i = 0; i < p.Length; i++)
        {
            if (!(p[i] >= T.Zero && p[i] <= T.One))
            {
                throw new ArgumentOutOfRangeException(
                    null,
                    p[i],
                    FormattableString.Invariant(
                        $"BinaryCrossEntropy: probability {p[i]} at position {i} is not in [0, 1]. Logits go to BinaryCrossEntropyWithLogits."
                    )
                );
            }
        }
        return shape;
    }

    protected override void Losses(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> losses)
    {
        using var scratch = SpanOwner<T>.Allocate(x.Length);
        Logarithms(x, losses, scratch.Span);
        ElementwiseKernels.Map(new BinaryExpectation<T>(), losses, scratch.Span, target, losses);
    }

    protected override Variable<T> Losses(Variable<T> x, Variable<T> target)
    {
        // Filled before the logarithm too, so that no 0/0 comes into its derivative.
        var (isZero, isOne) = (x < Smallest, x >= T.One);
        var logP = x.MaskedFill(isZero, T.One).Log().MaskedFill(isZero, LeastLogarithm);
        var logRest = (-x).MaskedFill(isOne, T.Zero).Log1p().MaskedFill(isOne, LeastLogarithm);
        return -(target * logP + (T.One - target) * logRest);
    }

    protected override void Gradient(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> dx) =>
        ElementwiseKernels.Map(new BinaryCrossEntropyGradient<T>(Smallest), x, target, dx, dx);

    protected override void TargetGradient(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> dx)
    {
        using var logP = SpanOwner<T>.Allocate(x.Length);
        using var logRest = SpanOwner<T>.Allocate(x.Length);
        Logarithms(x, logP.Span, logRest.Span);
        TensorPrimitives.Subtract(logRest.Span, logP.Span, logRest.Span);
        TensorPrimitives.Multiply(dx, logRest.Span, dx);
    }

    private static void Logarithms(ReadOnlySpan<T> p, Span<T> logP, Span<T> logRest)
    {
        TensorPrimitives.Negate(p, logRest);
        SpecialFunctions.Log1p(logRest, logRest);
        TensorPrimitives.Max(logRest, LeastLogarithm, logRest);
        TensorPrimitives.Log(p, logP);
        TensorPrimitives.Max(logP, LeastLogarithm, logP);
    }
}
