using System.Numerics;

namespace TinyAutograd;

/// <summary>The operands of <c>a·x = b</c> brought to one stack: leading axes broadcast, a vector as one column.</summary>
internal static class EquationShapes
{
    /// <summary>Calls an op on a (…, N, N) and b (…, N, K) with equal leading axes.</summary>
    /// <param name="op">Solves.</param>
    /// <param name="method">Its name, for messages.</param>
    /// <param name="a">(…, N, N).</param>
    /// <param name="b">(…, N, K), or (N).</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Variable<T> Solve<T>(Op<T> op, string method, Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var matrices = SquareMatrices.Of(method, a.Shape);
        var isVector = b.Rank == 1;
        var rows = b.Rank == 0 ? -1 : b.Shape[isVector ? -1 : -2];
        var ofB = Shape.Of(b.Shape.AsSpan()[..^Math.Min(2, b.Rank)]);
        if (
            rows != matrices.N
            || !Broadcasting.TryBroadcast(matrices.Leading, ofB, out var leading)
        )
        {
            throw new ArgumentException(
                $"{method}: {a.Shape} and right sides {b.Shape} do not fit: they are (…, N, N) and (…, N, K) or (N), "
                    + "with leading axes that broadcast."
            );
        }
        var columns = isVector ? 1 : b.Shape[-1];
        b = isVector ? b.Reshape([rows, 1]) : b;
        var x = op.Apply(
            a.Expand(leading.Concat([rows, rows])),
            b.Expand(leading.Concat([rows, columns]))
        );
        return isVector ? x.Reshape(leading.Concat([rows])) : x;
    }
}
