using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>The terms of the Kullback-Leibler divergence of a distribution from a target, in nats: <c>l = p ⊙ (ln p − ln q)</c>.</summary>
    /// <param name="logQ">ln q, any shape, as <see cref="LogSoftmax{T}"/> gives.</param>
    /// <param name="target">p of the same shape, ≥ 0; or ln p.</param>
    /// <param name="reduction">Mean over all elements, sum, or none. The divergence itself is the sum over the outcomes: sum, and divide
    /// by the number of distributions (PyTorch's batchmean).</param>
    /// <param name="isLogTarget">Whether the target is given as ln p.</param>
    /// <returns>A scalar, or the terms in the shape of <paramref name="logQ"/>; 0 where p is 0. The mean of nothing is NaN.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or a probability is negative or NaN.</exception>
    /// <remarks>Gradient: <c>dlogQ = −p ⊙ dl</c>, <c>dp = (ln p + 1 − ln q) ⊙ dl</c>, for a target ln p times p. At p = 0 both are 0, as in
    /// PyTorch.</remarks>
    public static Variable<T> KlDivergence<T>(
        this Variable<T> logQ,
        Variable<T> target,
        LossReduction reduction = LossReduction.Mean,
        bool isLogTarget = false
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new KlDivergenceOp<T>(reduction, isLogTarget).Apply(logQ, target);
}

internal sealed class KlDivergenceOp<T>(LossReduction reduction, bool isLogTarget)
    : PairLossOp<T>(reduction)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "klDivergence";

    public override string Attributes =>
        isLogTarget ? $"{base.Attributes}, log target" : base.Attributes;

    protected override string Method => "KlDivergence";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var shape = base.ShapeOf(inputs);
        var p = inputs[1].AsSpan();
        for (var i = 0; i < p.Length && !isLogTarget; i++)
        {
            if (!(p[i] >= T.Zero))
            {
                throw new ArgumentOutOfRangeException(
                    null,
                    p[i],
                    FormattableString.Invariant(
                        $"KlDivergence: probability {p[i]} at position {i} is not ≥ 0. Logarithms need isLogTarget."
                    )
                );
            }
        }
        return shape;
    }

    protected override void Losses(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> losses)
    {
        using var scratch = SpanOwner<T>.Allocate(x.Length);
        Logarithms(target, scratch.Span, losses);
        TensorPrimitives.Subtract(losses, x, losses);
        TensorPrimitives.Multiply(losses, scratch.Span, losses);
        ElementwiseKernels.Map(new UnlessZero<T>(), scratch.Span, losses, x, losses);
    }

    protected override Variable<T> Losses(Variable<T> x, Variable<T> target)
    {
        var p = isLogTarget ? target.Exp() : target;
        var isZero = p.IsEqual(T.Zero);
        // Filled before, too, so that no 0 · ∞ comes into the derivatives.
        var logP = isLogTarget
            ? target.MaskedFill(isZero, T.Zero)
            : target.MaskedFill(isZero, T.One).Log();
        return (p * (logP - x.MaskedFill(isZero, T.Zero))).MaskedFill(isZero, T.Zero);
    }

    protected override void Gradient(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> dx)
    {
        using var p = SpanOwner<T>.Allocate(x.Length);
        using var logP = SpanOwner<T>.Allocate(x.Length);
        Logarithms(target, p.Span, logP.Span);
        TensorPrimitives.Multiply(dx, p.Span, dx);
        TensorPrimitives.Negate(dx, dx);
    }

    protected override void TargetGradient(ReadOnlySpan<T> x, ReadOnlySpan<T> target, Span<T> dx)
    {
        using var probabilities = SpanOwner<T>.Allocate(x.Length);
        using var slopes = SpanOwner<T>.Allocate(x.Length);
        var p = probabilities.Span;
        var slope = slopes.Span;
        Logarithms(target, p, slope);
        TensorPrimitives.Subtract(slope, x, slope);
        TensorPrimitives.Add(slope, T.One, slope);
        if (isLogTarget)
        {
            TensorPrimitives.Multiply(slope, p, slope);
        }
        TensorPrimitives.Multiply(dx, slope, dx);
        ElementwiseKernels.Map(new UnlessZero<T>(), p, dx, x, dx);
    }

    private void Logarithms(ReadOnlySpan<T> target, Span<T> p, Span<T> logP)
    {
        if (isLogTarget)
        {
            SpecialFunctions.Exp(target, p);
            target.CopyTo(logP);
        }
        else
        {
            target.CopyTo(p);
            TensorPrimitives.Log(target, logP);
        }
    }
}
