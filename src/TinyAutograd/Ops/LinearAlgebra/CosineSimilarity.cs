using System.Numerics;
using System.Numerics.Tensors;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Cosine of the angle between vectors along an axis, <c>y = Σ a/max(‖a‖, ε) ⊙ b/max(‖b‖, ε)</c>, with broadcasting.</summary>
    /// <param name="a">Rank 1 or more.</param>
    /// <param name="b">A shape that broadcasts with that of <paramref name="a"/>.</param>
    /// <param name="axis">The axis of the common shape that the vectors lie along; the last unless told.</param>
    /// <param name="eps">ε ≥ 0: shorter vectors count as that long, so that a vector of 0 has the cosine 0.</param>
    /// <returns>The common shape without the axis; values in [−1, 1] up to rounding.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast, no such axis, or ε is negative.</exception>
    /// <remarks>Gradient: <c>da = dy ⊙ (b̂ − y â) / ‖a‖</c> with â, b̂ of length 1, and likewise db; at a vector shorter than ε it is that of
    /// <c>a/ε</c>: <c>da = dy ⊙ b̂ / ε</c>.</remarks>
    public static Variable<T> CosineSimilarity<T>(
        this Variable<T> a,
        Variable<T> b,
        int axis = -1,
        double eps = 1e-8
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        NormAxes.ThrowIfNegative("CosineSimilarity", eps);
        var shape = Broadcasting.Broadcast("CosineSimilarity", a.Shape, b.Shape);
        var along = AxisRules.Resolve("CosineSimilarity", shape, axis);
        return new CosineSimilarityOp<T>(along, eps).Apply(a.Expand(shape), b.Expand(shape));
    }
}

internal sealed class CosineSimilarityOp<T>(int axis, double eps = 1e-8) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T least = T.CreateTruncating(eps);

    public override string Name => "cosineSimilarity";

    public override string Attributes => FormattableString.Invariant($"axis: {axis}, eps: {eps}");

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        inputs[0].Shape.Without(axis);

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var shape = inputs[0].Shape;
        using var a = SpanOwner<T>.Allocate(shape.ElementCount);
        using var b = SpanOwner<T>.Allocate(shape.ElementCount);
        // The result is room for the lengths, too.
        Normalize(inputs[0], y, a.Span);
        Normalize(inputs[1], y, b.Span);
        TensorPrimitives.Multiply(a.Span, b.Span, a.Span);
        Reduction.Reduce<T, SumReducer<T>>(a.Span, shape, 1 << axis, y);
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var (a, b) = (call.Input(0), call.Input(1));
        var kept = a.Shape.With(axis, 1);
        var (y, upstream) = (call.Output.Reshape(kept), dy.Reshape(kept));
        var (unitA, unitB) = (a / LengthOf(a), b / LengthOf(b));
        if (dx.Needs(0))
        {
            dx[0] = upstream * (unitB - WhereLong(a, y) * unitA) / LengthOf(a);
        }
        if (dx.Needs(1))
        {
            dx[1] = upstream * (unitA - WhereLong(b, y) * unitB) / LengthOf(b);
        }
    }

    private Variable<T> LengthOf(Variable<T> x) => x.Norm(axis, keepDims: true).Clamp(min: least);

    // A vector below the bound is divided by a constant, which does not turn with it.
    private Variable<T> WhereLong(Variable<T> x, Variable<T> y)
    {
        var isShort = x.Norm(axis, keepDims: true) < least;
        return isShort.Any() ? y.MaskedFill(isShort, T.Zero) : y;
    }

    private void Normalize(Variable<T> x, Span<T> lengths, Span<T> unit)
    {
        var kept = x.Shape.With(axis, 1);
        PowerNorm.Of(x.AsSpan(), x.Shape, 1 << axis, kept, order: 2, lengths);
        TensorPrimitives.Max(lengths, least, lengths);
        KeptRows.Map<T, OverKept<T>>(x.AsSpan(), x.Shape, lengths, kept, unit);
    }
}
