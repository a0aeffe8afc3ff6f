using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Loss of pairs of vectors that belong together or not: <c>l = 1 − cos</c> where they do, <c>max(0, cos − margin)</c> where
    /// not.</summary>
    /// <param name="x">(…, C): the vectors lie along the last axis.</param>
    /// <param name="other">Of the same shape: the partners.</param>
    /// <param name="isSimilar">(…): whether a pair belongs together (in PyTorch 1 and −1).</param>
    /// <param name="margin">The cosine up to which strangers cost nothing, in [−1, 1].</param>
    /// <param name="reduction">Mean over the pairs, sum, or none.</param>
    /// <returns>A scalar, or the losses in the shape of <paramref name="isSimilar"/>. The mean of nothing is NaN.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the margin is not in [−1, 1].</exception>
    /// <remarks>Gradient: <c>∓dl</c> times that of <see cref="CosineSimilarity{T}"/>; 0 for strangers below the margin, and at it, the kink.</remarks>
    public static Variable<T> CosineEmbedding<T>(
        this Variable<T> x,
        Variable<T> other,
        Mask isSimilar,
        double margin = 0,
        LossReduction reduction = LossReduction.Mean
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(isSimilar);
        LossMargin.ThrowIfOutside("CosineEmbedding", margin, -1, 1);
        reduction.ThrowIfUndefined("CosineEmbedding");
        return new CosineEmbeddingOp<T>(isSimilar, margin, reduction).Apply(x, other);
    }
}

internal sealed class CosineEmbeddingOp<T>(Mask isSimilar, double margin, LossReduction reduction)
    : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T margin = T.CreateTruncating(margin);
    private readonly CosineSimilarityOp<T> similarity = new(axis: isSimilar.Rank);

    public override string Name => "cosineEmbedding";

    public override string Attributes =>
        FormattableString.Invariant($"margin: {margin}, {reduction.Text()}");

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var (x, other) = (inputs[0].Shape, inputs[1].Shape);
        if (x.Rank == 0 || x != other || isSimilar.Shape != x.Without(-1))
        {
            throw new ArgumentException(
                $"CosineEmbedding: {x}, {other} and isSimilar {isSimilar.Shape} do not fit: two of (…, C), and (…)."
            );
        }
        return reduction == LossReduction.None ? isSimilar.Shape : Shape.Scalar;
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        using var scratch = SpanOwner<T>.Allocate(isSimilar.Length);
        var losses = scratch.Span;
        similarity.Forward(inputs, losses, saved: default);
        for (var i = 0; i < losses.Length; i++)
        {
            losses[i] = isSimilar[i] ? T.One - losses[i] : T.Max(losses[i] - margin, T.Zero);
        }
        reduction.Reduce<T>(losses, losses.Length, y);
    }

    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs)
    {
        var cosine = inputs[0].CosineSimilarity(inputs[1]);
        return isSimilar
            .Where(T.One - cosine, (cosine - margin).Relu())
            .Reduce(reduction, isSimilar.Length);
    }
}
