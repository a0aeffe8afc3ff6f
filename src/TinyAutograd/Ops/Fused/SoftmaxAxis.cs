using System.Numerics;

namespace TinyAutograd;

/// <summary>A shape seen from one axis: (outer, length, inner).</summary>
internal readonly record struct SoftmaxAxis(Shape Shape, int Outer, int Length, int Inner)
{
    /// <summary>Sorts out the axis.</summary>
    /// <exception cref="ArgumentException">No such axis.</exception>
    public static SoftmaxAxis Of(string op, Shape shape, int axis)
    {
        if (axis < -shape.Rank || axis >= shape.Rank)
        {
            throw new ArgumentOutOfRangeException(
                nameof(axis),
                axis,
                $"{op}: axis {axis} is not an axis of {shape}."
            );
        }
        axis = shape.Axis(axis);
        return new(shape, shape.LengthOf(..axis), shape[axis], shape.LengthOf((axis + 1)..));
    }

    /// <summary><c>x − max x</c> along the axis. The maximum is a constant: it cancels in softmax, and so does its derivative.</summary>
    public static Variable<T> Shift<T>(Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        x.Length == 0 ? x : x - x.Max(axis, keepDims: true).Detach();
}
