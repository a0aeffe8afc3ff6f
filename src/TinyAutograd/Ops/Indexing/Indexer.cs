using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd;

/// <content>Slicing by C# indices and ranges.</content>
public sealed partial class Variable<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Part of a variable: <c>x[0]</c>, <c>x[^1]</c>, <c>x[.., 1..3]</c>, <c>x[0, .., ^2..]</c>.</summary>
    /// <param name="indices">Per axis a position, which drops the axis, or a range, which keeps it. Axes without one stay whole.</param>
    /// <returns>The numbers there, copied. One entry on a tape.</returns>
    /// <exception cref="ArgumentException">More indices than axes, or one that is not within its axis.</exception>
    /// <remarks>Gradient: <c>dx = dy</c> in its place among zeros.</remarks>
    [IndexerName("Elements")] // Item is the method that gives the only element.
    public Variable<T> this[params ReadOnlySpan<AxisIndex> indices]
    {
        get
        {
            if (indices.Length > Rank)
            {
                throw new ArgumentException(
                    $"Index [{string.Join(", ", indices.ToArray())}] names {indices.Length} axes; {Shape} has {Rank}."
                );
            }
            var box = SliceBox.Whole(Shape);
            Span<int> sizes = stackalloc int[Rank];
            var rank = 0;
            for (var axis = 0; axis < Rank; axis++)
            {
                if (axis < indices.Length)
                {
                    (box.Starts[axis], box.Lengths[axis]) = indices[axis].Resolve(Shape, axis);
                }
                if (axis >= indices.Length || indices[axis].IsRange)
                {
                    sizes[rank++] = box.Lengths[axis];
                }
            }
            return new SliceOp<T>(box, Shape.Of(sizes[..rank])).Apply(this);
        }
    }
}
