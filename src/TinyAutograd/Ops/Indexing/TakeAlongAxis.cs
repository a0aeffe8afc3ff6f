using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>One element per index along an axis, the other axes broadcast: <see cref="Gather{T}"/> as NumPy has it.</summary>
    /// <param name="x">Rank 1 or more.</param>
    /// <param name="indices">The rank of x; each in [0, size of the axis): unlike in NumPy none is negative. What argMax with keepDims,
    /// sort and topK give fits.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <returns>The common shape of the other axes, with as many positions on the axis as there are indices.</returns>
    /// <exception cref="ArgumentException">No such axis, shapes that do not fit, or an index outside the axis.</exception>
    /// <remarks>Gradient: dy added where its element came from: repeated indices add up. Recorded as <see cref="Gather{T}"/>, after
    /// <see cref="Expand{T}"/> where x is broadcast.</remarks>
    public static Variable<T> TakeAlongAxis<T>(this Variable<T> x, Indices indices, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(indices);
        var along = AxisRules.Resolve("TakeAlongAxis", x.Shape, axis);
        if (
            indices.Rank != x.Rank
            || !Broadcasting.TryBroadcast(
                x.Shape.With(along, 1),
                indices.Shape.With(along, 1),
                out var common
            )
        )
        {
            throw new ArgumentException(
                $"TakeAlongAxis: indices {indices.Shape} do not fit {x.Shape}: of equal rank, and except on axis {along} sizes must be equal or 1."
            );
        }
        IndexRules.ThrowIfOutside("TakeAlongAxis", indices, x.Shape[along]);
        return x.Expand(common.With(along, x.Shape[along]))
            .Gather(IndexRules.Expand(indices, common.With(along, indices.Shape[along])), along);
    }
}
