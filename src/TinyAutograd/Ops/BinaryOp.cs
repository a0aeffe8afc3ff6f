using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd;

/// <summary>An op of two inputs that acts on pairs of elements, after broadcasting.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract class BinaryOp<T> : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Computes <paramref name="y"/> from two spans of equal length.</summary>
    public abstract void Forward(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y);

    /// <summary>Computes <paramref name="y"/> from a span and one number. Override where it saves a pass.</summary>
    protected virtual void Forward(ReadOnlySpan<T> a, T b, Span<T> y)
    {
        using var repeated = SpanOwner<T>.Allocate(a.Length);
        repeated.Span.Fill(b);
        Forward(a, repeated.Span, y);
    }

    /// <summary>Computes <paramref name="y"/> from one number and a span. Override where it saves a pass.</summary>
    protected virtual void Forward(T a, ReadOnlySpan<T> b, Span<T> y)
    {
        using var repeated = SpanOwner<T>.Allocate(b.Length);
        repeated.Span.Fill(a);
        Forward(repeated.Span, b, y);
    }

    /// <inheritdoc/>
    public sealed override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        Broadcasting.Broadcast(Name, inputs[0].Shape, inputs[1].Shape);

    /// <inheritdoc/>
    public sealed override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var a = inputs[0].AsSpan();
        var b = inputs[1].AsSpan();
        if (inputs[0].Shape == inputs[1].Shape)
        {
            Forward(a, b, y);
            return;
        }
        if (y.IsEmpty)
        {
            return;
        }
        var rows = BroadcastRows.Of(inputs[0].Shape, inputs[1].Shape);
        var n = rows.RowLength;
        for (var row = 0; row < rows.Count; row++)
        {
            var (startA, startB) = rows.Starts(row);
            var target = y.Slice(row * n, n);
            switch (rows.Kind)
            {
                case BroadcastRows.RowKind.Both:
                    Forward(a.Slice(startA, n), b.Slice(startB, n), target);
                    break;
                case BroadcastRows.RowKind.RepeatB:
                    Forward(a.Slice(startA, n), b[startB], target);
                    break;
                default:
                    Forward(a[startA], b.Slice(startB, n), target);
                    break;
            }
        }
    }
}
