using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Attention, <c>y = softmax(scale · q·kᵀ) · v</c>: each query mixes the values whose keys resemble it.</summary>
    /// <param name="q">Queries (…, Lq, D).</param>
    /// <param name="k">Keys (…, Lk, D).</param>
    /// <param name="v">Values (…, Lk, Dv).</param>
    /// <param name="isCausal">Whether position i sees only positions up to i; Lq = Lk is needed then.</param>
    /// <param name="scale">Factor of the scores; 1/√D unless given.</param>
    /// <param name="keyCount">Lk where only the first keys and values count, in [1, their number]: a cache has room for more.</param>
    /// <param name="mask">True where a query may look at a key: a shape that broadcasts to that of the scores, (…, Lq, Lk), with the leading axes
    /// of q and k. A query that may look at none gives 0. Everywhere unless given.</param>
    /// <returns>(…, Lq, Dv). The leading axes are broadcast.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit; there are more than 2³⁰ scores for one of the leading axes' places, or a tape would
    /// keep more than <see cref="Shape.MaxElementCount"/> probabilities.</exception>
    /// <remarks>Gradient: with p the probabilities, <c>dp = dy·vᵀ</c> and <c>ds = scale · p ⊙ (dp − Σ dp⊙p)</c>:
    /// <c>dq = ds·k, dk = dsᵀ·q, dv = pᵀ·dy</c>. With a mask it is recorded as the small ops that it consists of. Source: Vaswani et al. 2017,
    /// eq. 1.</remarks>
    public static Variable<T> ScaledDotProductAttention<T>(
        this Variable<T> q,
        Variable<T> k,
        Variable<T> v,
        bool isCausal = false,
        T? scale = null,
        int? keyCount = null,
        Mask? mask = null
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(k);
        ArgumentNullException.ThrowIfNull(v);
        var batch = AttentionOp<T>.BatchOf(q.Shape, k.Shape, v.Shape, isCausal, keyCount);
        var attention = new AttentionOp<T>(isCausal, scale, keyCount);
        if (mask is not null)
        {
            return attention.Probabilities(q, k, mask).MatMul(attention.First(v));
        }
        return attention.Apply(
            q.Expand(batch.Concat([q.Shape[-2], q.Shape[-1]])),
            k.Expand(batch.Concat([k.Shape[-2], k.Shape[-1]])),
            v.Expand(batch.Concat([v.Shape[-2], v.Shape[-1]]))
        );
    }
}

internal sealed class AttentionOp<T>(bool isCausal, T? scale, int? keyCount) : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Method = nameof(VariableOps.ScaledDotProductAttention);

    public override string Name => "scaledDotProductAttention";

    public override string Attributes =>
        string.Join(
            ", ",
            new[]
            {
                isCausal ? "causal" : "",
                scale is { } s ? FormattableString.Invariant($"scale: {s}") : "",
                keyCount is { } n ? FormattableString.Invariant($"keys: {n}") : "",
            }.Where(text => text.Length > 0)
        );

    /// <summary>1/√D. Scores of queries without numbers are sums of nothing, 0, and 1/√0 would make NaN of them.</summary>
    public static T ScaleOf(int size) => T.One / T.Sqrt(T.CreateChecked(Math.Max(size, 1)));

    /// <summary>The common leading axes.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Shape BatchOf(Shape q, Shape k, Shape v, bool isCausal, int? keyCount)
    {
        if (
            q.Rank < 2
            || k.Rank < 2
            || v.Rank < 2
            || q[-1] != k[-1]
            || k[-2] != v[-2]
            || (isCausal && q[-2] != (keyCount ?? k[-2]))
            || !Broadcasting.TryBroadcast(Leading(q), Leading(k), out var batch)
            || !Broadcasting.TryBroadcast(batch, Leading(v), out batch)
        )
        {
            throw new ArgumentException(
                $"{Method}: q {q}, k {k}, v {v} must be (…, Lq, D), (…, Lk, D), (…, Lk, Dv)"
                    + $"{(isCausal ? " with Lq = Lk, as it is causal" : "")}; leading axes must broadcast."
            );
        }
        if (keyCount < 1 || keyCount > k[-2])
        {
            throw new ArgumentException(
                $"{Method}: {keyCount} keys are to count of k {k}; 1 to {k[-2]} are possible."
            );
        }
        return batch;
    }

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        Sizes(inputs[0], inputs[1], inputs[2]).ThrowIfTooLarge(Method);
        return inputs[0].Shape.With(-1, inputs[2].Shape[-1]);
    }

    public override int SavedLength(ReadOnlySpan<Variable<T>> inputs, Shape shape) =>
        Sizes(inputs[0], inputs[1], inputs[2]).KeptLength(Method);

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        AttentionKernel.Forward(
            Sizes(inputs[0], inputs[1], inputs[2]),
            ScaleOf(inputs[0]),
            inputs[0].AsSpan(),
            inputs[1].AsSpan(),
            inputs[2].AsSpan(),
            y,
            saved
        );

    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs) =>
        Probabilities(inputs[0], inputs[1], mask: null).MatMul(First(inputs[2]));

    /// <summary>How much each query takes of each value, composed of small ops: (…, Lq, Lk).</summary>
    /// <exception cref="ArgumentException">The mask does not broadcast to that shape.</exception>
    public Variable<T> Probabilities(Variable<T> q, Variable<T> k, Mask? mask)
    {
        var scores = q.MatMul(First(k), transposeB: true) * ScaleOf(q);
        if (mask is null)
        {
            return isCausal ? scores.CausalSoftmax() : scores.Softmax();
        }
        if (!Broadcasting.IsExpandable(mask.Shape, scores.Shape))
        {
            throw new ArgumentException(
                $"ScaledDotProductAttention: mask {mask.Shape} does not broadcast to the scores {scores.Shape}."
            );
        }
        var zero = Variable.Of(T.Zero);
        mask = mask.Rank == 0 ? mask.Reshape([1]) : mask; // an axis of keys
        var allowed = isCausal ? mask & Mask.Causal(scores.Shape[-1]) : mask;
        // −∞ is no score, and one row of it is no distribution: where nothing is allowed, what stands there is cleared after the softmax.
        var excluded = allowed.Any(-1, keepDims: true).Where(Variable.Of(T.NegativeInfinity), zero);
        return allowed.Where(allowed.Where(scores, excluded).Softmax(), zero);
    }

    /// <summary>The keys or values that count.</summary>
    public Variable<T> First(Variable<T> x) => keyCount is { } n ? x.Slice(-2, 0, n) : x;

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var (q, k, v) = (call.Input(0), call.Input(1), call.Input(2));
        AttentionKernel.Backward(
            Sizes(q, k, v),
            ScaleOf(q),
            q.AsSpan(),
            k.AsSpan(),
            v.AsSpan(),
            call.Saved,
            dy,
            dx.Needs(0) ? dx.Room(0) : default,
            dx.Needs(1) ? RoomOfKeys(dx, 1) : default,
            dx.Needs(2) ? RoomOfKeys(dx, 2) : default
        );
        return true;
    }

    // Keys that do not count have a gradient of 0, which the kernel does not write.
    private Span<T> RoomOfKeys(GradientSink<T> dx, int i)
    {
        var room = dx.Room(i);
        if (keyCount is not null)
        {
            room.Clear();
        }
        return room;
    }

    private T ScaleOf(Variable<T> q) => scale ?? ScaleOf(q.Shape[-1]);

    private AttentionShape Sizes(Variable<T> q, Variable<T> k, Variable<T> v)
    {
        var (queries, keys, size, valueSize) = (q.Shape[-2], k.Shape[-2], q.Shape[-1], v.Shape[-1]);
        var count = keyCount ?? keys;
        return new(q.Shape.LengthOf(..^2), 1, queries, count, size, valueSize, isCausal)
        {
            Query = new(size, 0, queries * size),
            Key = new(size, 0, keys * size),
            Value = new(valueSize, 0, keys * valueSize),
            Result = new(valueSize, 0, queries * valueSize),
        };
    }

    private static Shape Leading(Shape shape) => Shape.Of(shape.AsSpan()[..^2]);
}
