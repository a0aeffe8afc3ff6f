using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Neighbouring axes as one. Shares the memory.</summary>
    /// <param name="x">Any shape; a scalar becomes a vector of one element.</param>
    /// <param name="startAxis">The first of the axes.</param>
    /// <param name="endAxis">The last of the axes.</param>
    /// <returns>The shape with these axes joined.</returns>
    /// <exception cref="ArgumentException">No such axis, or the last stands before the first.</exception>
    /// <remarks>Gradient: <c>dx = dy</c> in the shape of x.</remarks>
    public static Variable<T> Flatten<T>(this Variable<T> x, int startAxis = 0, int endAxis = -1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        var shape = x.Rank == 0 ? [1] : x.Shape;
        var start = AxisRules.Resolve("Flatten", shape, startAxis);
        var end = AxisRules.Resolve("Flatten", shape, endAxis);
        if (end < start)
        {
            throw new ArgumentException(
                $"Flatten: axis {endAxis} of {shape} stands before axis {startAxis}."
            );
        }
        var sizes = shape.AsSpan();
        return x.Reshape(
            Shape.Of([.. sizes[..start], shape.LengthOf(start..(end + 1)), .. sizes[(end + 1)..]])
        );
    }
}
