using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>Comparisons with broadcasting. They are not recorded: a mask is never differentiated.</summary>
internal static class Comparison
{
    public static Mask Of<T, TRelation>(string name, Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRelation : struct, IRelation<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var shape = Broadcasting.Broadcast(name, a.Shape, b.Shape);
        var result = new bool[shape.Length];
        if (result.Length > 0)
        {
            Fill<T, TRelation>(a, b, result);
        }
        return Mask.Own(result, shape);
    }

    public static Mask Of<T, TRelation>(Variable<T> a, T b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRelation : struct, IRelation<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        var result = new bool[a.Length];
        Comparing.Compare<T, TRelation>(a.AsSpan(), [b], result);
        return Mask.Own(result, a.Shape);
    }

    private static void Fill<T, TRelation>(Variable<T> a, Variable<T> b, Span<bool> result)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRelation : struct, IRelation<T>
    {
        var rows = BroadcastRows.Of(a.Shape, b.Shape);
        var n = rows.RowLength;
        var (lengthA, lengthB) = (
            rows.Kind == BroadcastRows.RowKind.RepeatA ? 1 : n,
            rows.Kind == BroadcastRows.RowKind.RepeatB ? 1 : n
        );
        for (var row = 0; row < rows.Count; row++)
        {
            var (startA, startB) = rows.Starts(row);
            Comparing.Compare<T, TRelation>(
                a.AsSpan().Slice(startA, lengthA),
                b.AsSpan().Slice(startB, lengthB),
                result.Slice(row * n, n)
            );
        }
    }
}
