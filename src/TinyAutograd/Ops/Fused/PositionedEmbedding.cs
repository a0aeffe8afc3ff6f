using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Looks rows up and adds a row for the place: <c>y[…, t, :] = weight[indices[…, t], :] + positionWeight[t, :]</c>, as at the
    /// beginning of a transformer.</summary>
    /// <param name="weight">(V, C): one row per word of the vocabulary.</param>
    /// <param name="indices">Rank 1 to 7, each in [0, V); T, the size of the last axis, at most P.</param>
    /// <param name="positionWeight">(P, C): one row per position.</param>
    /// <returns>The shape of <paramref name="indices"/>, and C.</returns>
    /// <exception cref="ArgumentException">A weight is no matrix, they differ in C, there are more positions than P, or an index is outside the
    /// vocabulary.</exception>
    /// <remarks>Gradient: <c>dweight[indices[…, t], :] += dy[…, t, :]</c>, <c>dpositionWeight[t, :] = Σ dy[…, t, :]</c> over all axes but the last
    /// two; 0 for the positions from T. Composition: <see cref="Embedding{T}(Variable{T}, Indices)"/> and an addition.</remarks>
    public static Variable<T> PositionedEmbedding<T>(
        this Variable<T> weight,
        Indices indices,
        Variable<T> positionWeight
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new PositionedEmbeddingOp<T>(indices).Apply(weight, positionWeight);
    }
}

internal sealed class PositionedEmbeddingOp<T>(Indices indices) : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "positionedEmbedding";

    public override string Attributes => $"indices: {indices.Shape}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var (weight, position) = (inputs[0].Shape, inputs[1].Shape);
        if (weight.Rank != 2 || position.Rank != 2 || weight[1] != position[1])
        {
            throw new ArgumentException(
                $"PositionedEmbedding: the weights {weight} and {position} must be matrices (V, C) and (P, C)."
            );
        }
        if (indices.Rank == 0 || indices.Shape[^1] > position[0])
        {
            throw new ArgumentException(
                $"PositionedEmbedding: indices {indices.Shape} need a last axis of at most {position[0]} positions."
            );
        }
        IndexRules.ThrowIfOutside("PositionedEmbedding", indices, weight[0]);
        var last = AxisRules.ResolveNew("PositionedEmbedding", indices.Shape, indices.Rank);
        return indices.Shape.Insert(last, weight[1]);
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        Gathering.TakeRowsAndAdd(
            inputs[0].AsSpan(),
            inputs[0].Shape[1],
            indices.AsSpan(),
            inputs[1].AsSpan()[..(indices.Shape[^1] * inputs[1].Shape[1])],
            y
        );

    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs) =>
        inputs[0].Embedding(indices) + inputs[1][..indices.Shape[^1]];

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        if (dx.Needs(0))
        {
            EmbeddingOp<T>.AddGradient(dy, indices, call.Input(0).Shape, dx);
        }
        if (dx.Needs(1))
        {
            SumOverBatch(dy, indices.Shape[^1] * call.Input(1).Shape[1], dx.Room(1));
        }
        return true;
    }

    // A batch's item is one long row, (T·C), and all of them are added to one place.
    private static void SumOverBatch(ReadOnlySpan<T> dy, int length, Span<T> dPosition)
    {
        dPosition.Clear();
        if (!dy.IsEmpty)
        {
            using var places = SpanOwner<int>.Allocate(dy.Length / length, AllocationMode.Clear);
            Gathering.AddRows(dy, n: 1, length, places.Span, dPosition[..length]);
        }
    }
}
