using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Sum of a diagonal of matrices, <c>y = Σₖ x[…, k, k + offset]</c>; 0 where the diagonal is empty.</summary>
    /// <param name="x">Rank 2 or more (in PyTorch 2 only).</param>
    /// <param name="offset">The diagonal: 0 is the main one, positive ones are above it.</param>
    /// <param name="axis0">The axis of the rows; the last but one unless told (in NumPy the first).</param>
    /// <param name="axis1">The axis of the columns; the last unless told (in NumPy the second).</param>
    /// <returns>The shape without both axes.</returns>
    /// <exception cref="ArgumentException">No such axis, or both are one.</exception>
    /// <remarks>Gradient: <c>dx = dy</c> on the diagonal, 0 elsewhere. Recorded as <see cref="Diagonal{T}"/> and <see cref="Sum{T}"/>.</remarks>
    public static Variable<T> Trace<T>(
        this Variable<T> x,
        int offset = 0,
        int axis0 = -2,
        int axis1 = -1
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        var box = DiagonalBox.Of("Trace", x.Shape, offset, axis0, axis1);
        return new DiagonalOp<T>(box).Apply(x).Sum(-1);
    }
}
