using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Without axes of size 1. Shares the memory.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, of size 1; without one, every axis of size 1.</param>
    /// <returns>The shape without them.</returns>
    /// <exception cref="ArgumentException">No such axis, or its size is not 1.</exception>
    /// <remarks>Gradient: <c>dx = dy</c> in the shape of x.</remarks>
    public static Variable<T> Squeeze<T>(this Variable<T> x, int? axis = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        if (axis is not { } given)
        {
            return x.Reshape(Shape.Of([.. x.Shape.Where(size => size != 1)]));
        }
        var along = AxisRules.Resolve("Squeeze", x.Shape, given);
        return x.Shape[along] == 1
            ? x.Reshape(x.Shape.Without(along))
            : throw new ArgumentException(
                $"Squeeze: axis {given} of {x.Shape} has size {x.Shape[along]}, not 1."
            );
    }
}
