using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Looks rows up: <c>y[…, :] = weight[indices[…], :]</c>.</summary>
    /// <param name="weight">(V, C): one row per word of the vocabulary.</param>
    /// <param name="indices">Any shape of rank 7 at most, each in [0, V).</param>
    /// <returns>The shape of <paramref name="indices"/>, and C.</returns>
    /// <exception cref="ArgumentException">The weight is no matrix, or an index is outside the vocabulary.</exception>
    /// <remarks>Gradient: <c>dweight[indices[…], :] += dy[…, :]</c>: repeated indices add up, in their order.</remarks>
    public static Variable<T> Embedding<T>(this Variable<T> weight, Indices indices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(indices);
        return new EmbeddingOp<T>(indices).Apply(weight);
    }
}

internal sealed class EmbeddingOp<T>(Indices indices) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "embedding";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"indices: {indices.Shape}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var shape = inputs[0].Shape;
        if (shape.Rank != 2)
        {
            throw new ArgumentException($"Embedding: the weight {shape} must be a matrix (V, C).");
        }
        IndexRules.ThrowIfOutside("Embedding", indices, shape[0]);
        var last = AxisRules.ResolveNew("Embedding", indices.Shape, indices.Rank);
        return indices.Shape.Insert(last, shape[1]);
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var weight = inputs[0];
        Gathering.TakeRows(weight.AsSpan(), weight.Shape[0], weight.Shape[1], indices.AsSpan(), y);
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = new IndexSumOp<T>(indices, call.Input(0).Shape, axis: 0).Apply(dy);

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        AddGradient(dy, indices, call.Input(0).Shape, dx);
        return true;
    }

    /// <summary>The gradient of input 0, the table.</summary>
    public static void AddGradient(
        ReadOnlySpan<T> dy,
        Indices indices,
        Shape weight,
        GradientSink<T> dx
    )
    {
        // A head that shares the weight has given a gradient for every row: a few of them grow.
        if (dx.TryGetSum(0, out var sum))
        {
            Gathering.AddSumsOfRows(dy, weight[1], indices.AsSpan(), sum);
        }
        else
        {
            IndexSumOp<T>.Add(dy, indices, weight, axis: 0, dx.Room(0));
        }
    }
}
