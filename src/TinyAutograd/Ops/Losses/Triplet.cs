using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Triplet loss, <c>l = max(0, ‖a − p‖ − ‖a − n‖ + margin)</c>: the anchor is to lie nearer to p than to n, by the margin.</summary>
    /// <param name="anchor">a, (…, C): the vectors lie along the last axis.</param>
    /// <param name="positive">p, of the same shape.</param>
    /// <param name="negative">n, of the same shape.</param>
    /// <param name="margin">Finite, ≥ 0; 1 unless told.</param>
    /// <param name="order">The order of the norms, ≥ 1; 2 unless told.</param>
    /// <param name="reduction">Mean over the triplets, sum, or none.</param>
    /// <returns>A scalar, or the losses (…). The mean of nothing is NaN.</returns>
    /// <exception cref="ArgumentException">The shapes differ, the margin is negative, or the order below 1.</exception>
    /// <remarks>Gradient: that of the <see cref="Norm{T}"/>s where the loss is above 0, else 0. PyTorch adds 1e-6 to each difference; here
    /// equal vectors have the distance 0, and there the gradient 0. Source: Schroff et al. 2015.</remarks>
    public static Variable<T> Triplet<T>(
        this Variable<T> anchor,
        Variable<T> positive,
        Variable<T> negative,
        double margin = 1,
        double order = 2,
        LossReduction reduction = LossReduction.Mean
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        LossMargin.ThrowIfOutside("Triplet", margin, 0, double.MaxValue);
        reduction.ThrowIfUndefined("Triplet");
        return order >= 1
            ? new TripletOp<T>(margin, order, reduction).Apply(anchor, positive, negative)
            : throw new ArgumentOutOfRangeException(
                nameof(order),
                order,
                FormattableString.Invariant($"Triplet: order is {order}, must be at least 1.")
            );
    }
}

internal sealed class TripletOp<T>(double margin, double order, LossReduction reduction)
    : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T margin = T.CreateTruncating(margin);

    public override string Name => "triplet";

    public override string Attributes =>
        FormattableString.Invariant($"margin: {margin}, order: {order}, {reduction.Text()}");

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var shape = inputs[0].Shape;
        if (shape.Rank == 0 || inputs[1].Shape != shape || inputs[2].Shape != shape)
        {
            throw new ArgumentException(
                $"Triplet: anchor {shape}, positive {inputs[1].Shape} and negative {inputs[2].Shape} must have one shape (…, C)."
            );
        }
        return reduction == LossReduction.None ? shape.Without(-1) : Shape.Scalar;
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var count = inputs[0].Shape.Without(-1).ElementCount;
        using var scratch = SpanOwner<T>.Allocate(count);
        using var toNegative = SpanOwner<T>.Allocate(count);
        var losses = scratch.Span;
        Distances(inputs[0], inputs[1], losses);
        Distances(inputs[0], inputs[2], toNegative.Span);
        TensorPrimitives.Subtract(losses, toNegative.Span, losses);
        TensorPrimitives.Add(losses, margin, losses);
        TensorPrimitives.Max(losses, T.Zero, losses);
        reduction.Reduce<T>(losses, losses.Length, y);
    }

    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs)
    {
        var toPositive = (inputs[0] - inputs[1]).Norm(-1, order: order);
        var toNegative = (inputs[0] - inputs[2]).Norm(-1, order: order);
        return (toPositive - toNegative + margin).Relu().Reduce(reduction, toPositive.Length);
    }

    private void Distances(Variable<T> a, Variable<T> b, Span<T> y)
    {
        var axis = a.Rank - 1;
        using var differences = SpanOwner<T>.Allocate(a.Length);
        TensorPrimitives.Subtract(a.AsSpan(), b.AsSpan(), differences.Span);
        PowerNorm.Of(differences.Span, a.Shape, 1 << axis, a.Shape.With(axis, 1), order, y);
    }
}
