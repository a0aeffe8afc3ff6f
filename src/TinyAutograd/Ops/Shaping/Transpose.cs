using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Two axes exchanged: of a matrix, rows and columns.</summary>
    /// <param name="x">Rank 1 or more; rank 2 or more for the default axes.</param>
    /// <param name="axis0">One axis; the last but one unless told.</param>
    /// <param name="axis1">The other axis; the last unless told.</param>
    /// <returns>The shape with the two sizes exchanged.</returns>
    /// <exception cref="ArgumentException">No such axis.</exception>
    /// <remarks>Gradient: <c>dx = dy</c>, transposed back.</remarks>
    public static Variable<T> Transpose<T>(this Variable<T> x, int axis0 = -2, int axis1 = -1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        var (one, other) = (
            AxisRules.Resolve("Transpose", x.Shape, axis0),
            AxisRules.Resolve("Transpose", x.Shape, axis1)
        );
        Span<int> order = stackalloc int[x.Rank];
        for (var axis = 0; axis < order.Length; axis++)
        {
            order[axis] =
                axis == one ? other
                : axis == other ? one
                : axis;
        }
        return x.Permute(order);
    }
}
