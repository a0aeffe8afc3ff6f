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
        // Read also where nothing is compared: a variable of a closed tape must show.
        var x = a.AsSpan();
        var z = b.AsSpan();
        var result = new bool[shape.ElementCount];
        if (result.Length > 0)
        {
            Fill<T, TRelation>(x, z, BroadcastRows.Of(a.Shape, b.Shape), result);
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

    private static void Fill<T, TRelation>(
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        BroadcastRows rows,
        Span<bool> result
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRelation : struct, IRelation<T>
    {
        var n = rows.RowLength;
        var (lengthA, lengthB) = (
            rows.Kind == BroadcastRows.RowKind.RepeatA ? 1 : n,
            rows.Kind == BroadcastRows.RowKind.RepeatB ? 1 : n
        );
        for (var row = 0; row < rows.Count; row++)
        {
            var (startA, startB) = rows.Starts(row);
            Comparing.Compare<T, TRelation>(
                a.Slice(startA, lengthA),
                b.Slice(startB, lengthB),
                result.Slice(row * n, n)
            );
        }
    }
}
