namespace TinyAutograd;

/// <summary>The broadcasting rule: shapes are aligned at the last axis, and an axis of size 1 (or a missing one) is repeated.</summary>
public static class Broadcasting
{
    /// <summary>The shape that two shapes broadcast to, if there is one.</summary>
    /// <param name="a">One shape.</param>
    /// <param name="b">The other shape.</param>
    /// <param name="result">Each axis has the size of both, or of the one that is not 1.</param>
    /// <returns>Whether the shapes can be broadcast together.</returns>
    public static bool TryBroadcast(Shape a, Shape b, out Shape result)
    {
        if (a == b)
        {
            result = a;
            return true;
        }
        var (longer, shorter) = a.Rank >= b.Rank ? (a, b) : (b, a);
        Span<int> sizes = stackalloc int[longer.Rank];
        longer.AsSpan().CopyTo(sizes);
        var offset = longer.Rank - shorter.Rank;
        for (var axis = 0; axis < shorter.Rank; axis++)
        {
            var (mine, other) = (sizes[offset + axis], shorter[axis]);
            if (mine != other && mine != 1 && other != 1)
            {
                result = default;
                return false;
            }
            sizes[offset + axis] = mine == 1 ? other : mine;
        }
        result = Shape.Of(sizes);
        return true;
    }

    /// <summary>The shape that two shapes broadcast to.</summary>
    /// <param name="op">Name of the operation, for the message.</param>
    /// <param name="a">One shape.</param>
    /// <param name="b">The other shape.</param>
    /// <returns>The common shape.</returns>
    /// <exception cref="ArgumentException">Two sizes differ and neither is 1.</exception>
    public static Shape Broadcast(string op, Shape a, Shape b)
    {
        ArgumentNullException.ThrowIfNull(op);
        return TryBroadcast(a, b, out var result)
            ? result
            : throw new ArgumentException(
                $"{op}: {a} and {b} cannot be broadcast together: aligned at the last axis, sizes must be equal or 1."
            );
    }

    /// <summary>Whether <paramref name="from"/> can be repeated to exactly <paramref name="to"/>.</summary>
    public static bool IsExpandable(Shape from, Shape to) =>
        TryBroadcast(from, to, out var result) && result == to;
}
