using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>With a new axis of size 1. Shares the memory.</summary>
    /// <param name="x">Rank 7 at most.</param>
    /// <param name="axis">The position of the new axis; negative counts from the end of the result.</param>
    /// <returns>The shape with size 1 at <paramref name="axis"/>.</returns>
    /// <exception cref="ArgumentException">No such position, or x has 8 axes already.</exception>
    /// <remarks>Gradient: <c>dx = dy</c> in the shape of x.</remarks>
    public static Variable<T> Unsqueeze<T>(this Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Reshape(x.Shape.Insert(AxisRules.ResolveNew("Unsqueeze", x.Shape, axis)));
    }
}
