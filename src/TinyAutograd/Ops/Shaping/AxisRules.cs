namespace TinyAutograd;

/// <summary>Axes as ops take them, with the op's name in the message. No parameter is named: it is called otherwise in many ops.</summary>
internal static class AxisRules
{
    /// <summary>The axis counted from the front.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such axis.</exception>
    public static int Resolve(string op, Shape shape, int axis) =>
        axis >= -shape.Rank && axis < shape.Rank
            ? shape.Axis(axis)
            : throw new ArgumentOutOfRangeException(
                null,
                axis,
                $"{op}: axis {axis} is not an axis of {shape}."
            );

    /// <summary>The size of an axis of a result.</summary>
    /// <exception cref="ArgumentException">It is larger than an axis may be.</exception>
    public static int Size(string op, int axis, Int128 size) =>
        size <= int.MaxValue
            ? (int)size
            : throw new ArgumentException(
                $"{op}: axis {axis} of the result would have size {size:N0}; at most {int.MaxValue:N0} is possible."
            );

    /// <summary>The position of a new axis, counted from the front; negative counts from the end of the result.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such position.</exception>
    /// <exception cref="ArgumentException">The shape has as many axes as a shape may have.</exception>
    public static int ResolveNew(string op, Shape shape, int axis)
    {
        if (shape.Rank == Shape.MaxRank)
        {
            throw new ArgumentException(
                $"{op}: {shape} has {Shape.MaxRank} axes already, and no place for a new one."
            );
        }
        return axis >= -shape.Rank - 1 && axis <= shape.Rank
            ? (axis < 0 ? axis + shape.Rank + 1 : axis)
            : throw new ArgumentOutOfRangeException(
                null,
                axis,
                $"{op}: a new axis {axis} does not fit into {shape}."
            );
    }
}
