using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Causal self-attention of several heads, in one entry: for each head <c>softmax(q·kᵀ/√D) · v</c> over the positions up to
    /// its own.</summary>
    /// <param name="qkv">(B, T, 3C): queries, keys and values side by side, C columns each, of which head h takes h·D up to (h+1)·D,
    /// D = C / <paramref name="headCount"/>.</param>
    /// <param name="headCount">H ≥ 1; divides C.</param>
    /// <returns>(B, T, C), the heads side by side.</returns>
    /// <exception cref="ArgumentException">The shape is not (B, T, 3C), the heads do not divide C, T is above 2¹⁵, or a tape would keep more than
    /// <see cref="Shape.MaxElementCount"/> probabilities.</exception>
    /// <remarks>Gradient: that of <see cref="ScaledDotProductAttention{T}"/>. Cost: O(B·T²·C). Source: Vaswani et al. 2017.</remarks>
    public static Variable<T> CausalSelfAttention<T>(this Variable<T> qkv, int headCount)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new CausalSelfAttentionOp<T>(headCount).Apply(qkv);

    /// <summary>The probabilities that <see cref="CausalSelfAttention{T}"/> mixes the values with, composed of small ops: to look at.</summary>
    /// <param name="qkv">(B, T, 3C), see <see cref="CausalSelfAttention{T}"/>.</param>
    /// <param name="headCount">H ≥ 1; divides C.</param>
    /// <returns>(B, H, T, T): how much position i (third axis) takes from position j (last axis); 0 for j > i, rows sum to 1.</returns>
    /// <exception cref="ArgumentException">The shape is not (B, T, 3C), the heads do not divide C, or T is above 2¹⁵.</exception>
    /// <remarks>Gradient: that of the ops which it is composed of.</remarks>
    public static Variable<T> CausalSelfAttentionProbabilities<T>(
        this Variable<T> qkv,
        int headCount
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(qkv);
        var sizes = CausalSelfAttentionOp<T>.SizesOf(
            qkv.Shape,
            headCount,
            nameof(CausalSelfAttentionProbabilities)
        );
        var q = CausalSelfAttentionOp<T>.Part(qkv, 0, headCount);
        var k = CausalSelfAttentionOp<T>.Part(qkv, 1, headCount);
        var scores = q.MatMul(k, transposeB: true) * AttentionOp<T>.ScaleOf(sizes.Size); // (B, H, T, T)
        return scores.CausalSoftmax();
    }
}

internal sealed class CausalSelfAttentionOp<T>(int headCount) : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "causalSelfAttention";

    public override string Attributes => $"heads: {headCount}";

    /// <summary>Queries (0), keys (1) or values (2) of all heads: (B, H, T, D).</summary>
    public static Variable<T> Part(Variable<T> qkv, int part, int headCount)
    {
        var (batches, length, channels) = (qkv.Shape[0], qkv.Shape[1], qkv.Shape[2] / 3);
        return qkv.Slice(2, part * channels, (part + 1) * channels)
            .Reshape(Shape.Of(batches, length, headCount, channels / headCount)) // (B, T, H, D)
            .Permute(0, 2, 1, 3);
    }

    /// <summary>The sizes and strides.</summary>
    /// <exception cref="ArgumentException">The shape is not (B, T, 3C), the heads do not divide C, or T is above 2¹⁵.</exception>
    public static AttentionShape SizesOf(
        Shape qkv,
        int headCount,
        string method = nameof(VariableOps.CausalSelfAttention)
    )
    {
        if (qkv.Rank != 3 || qkv[2] % 3 != 0)
        {
            throw new ArgumentException(
                $"{method}: {qkv} is not (B, T, 3C): queries, keys and values side by side."
            );
        }
        var (batches, length, channels) = (qkv[0], qkv[1], qkv[2] / 3);
        if (headCount < 1 || channels % headCount != 0)
        {
            throw new ArgumentException(
                $"{method}: {channels} channels (a third of {qkv[2]}) cannot be divided among {headCount} heads."
            );
        }
        var size = channels / headCount;
        var strides = new AttentionStrides(3 * channels, size, length * 3 * channels);
        var sizes = new AttentionShape(
            batches,
            headCount,
            length,
            length,
            size,
            size,
            IsCausal: true
        )
        {
            Query = strides,
            Key = strides,
            Value = strides,
            Result = new(channels, size, length * channels),
        };
        sizes.ThrowIfTooLarge(method);
        return sizes;
    }

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        SizesOf(inputs[0].Shape, headCount);
        return inputs[0].Shape.With(-1, inputs[0].Shape[-1] / 3);
    }

    public override int SavedLength(ReadOnlySpan<Variable<T>> inputs, Shape shape) =>
        SizesOf(inputs[0].Shape, headCount).KeptLength(nameof(VariableOps.CausalSelfAttention));

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        if (y.IsEmpty)
        {
            return;
        }
        var sizes = SizesOf(inputs[0].Shape, headCount);
        var qkv = inputs[0].AsSpan();
        var channels = headCount * sizes.Size;
        var (k, v) = (channels, 2 * channels);
        AttentionKernel.Forward(
            sizes,
            AttentionOp<T>.ScaleOf(sizes.Size),
            qkv,
            qkv[k..],
            qkv[v..],
            y,
            saved
        );
    }

    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs)
    {
        var qkv = inputs[0];
        var p = qkv.CausalSelfAttentionProbabilities(headCount); // (B, H, T, T)
        var y = p.MatMul(Part(qkv, 2, headCount)); // (B, H, T, D)
        return y.Permute(0, 2, 1, 3).Reshape(qkv.Shape.With(-1, qkv.Shape[-1] / 3)); // (B, T, C)
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var room = dx.Room(0);
        if (room.IsEmpty)
        {
            return true;
        }
        var sizes = SizesOf(call.Input(0).Shape, headCount);
        var qkv = call.Input(0).AsSpan();
        var channels = headCount * sizes.Size;
        var (k, v) = (channels, 2 * channels);
        AttentionKernel.Backward(
            sizes,
            AttentionOp<T>.ScaleOf(sizes.Size),
            qkv,
            qkv[k..],
            qkv[v..],
            call.Saved,
            dy,
            room,
            room[k..],
            room[v..]
        );
        return true;
    }
}
