using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Part of an axis, as Python's <c>x[start:stop:step]</c>.</summary>
    /// <param name="x">Rank 1 or more.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="start">The first position; negative counts from the end, clipped to the axis. From the beginning unless told.</param>
    /// <param name="stop">The position after the last; negative counts from the end, clipped to the axis. To the end unless told.</param>
    /// <param name="step">Distance of one position to the next, ≥ 1.</param>
    /// <returns>The shape with the axis cut; its size may be 0.</returns>
    /// <exception cref="ArgumentException">No such axis, or a step below 1.</exception>
    /// <remarks>Gradient: <c>dx = dy</c> in its place among zeros.</remarks>
    public static Variable<T> Slice<T>(
        this Variable<T> x,
        int axis,
        int? start = null,
        int? stop = null,
        int step = 1
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        var along = AxisRules.Resolve("Slice", x.Shape, axis);
        if (step < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(step),
                step,
                $"Slice: a step of {step} does not lead forward. Use Flip to reverse."
            );
        }
        var size = x.Shape[along];
        var from = Clip(start ?? 0, size);
        var length = Math.Max(Clip(stop ?? size, size) - from, 0);
        var box = SliceBox.Whole(x.Shape);
        box.Starts[along] = from;
        box.Lengths[along] = (int)(((long)length + step - 1) / step);
        box.Steps[along] = step;
        return new SliceOp<T>(box, box.Shape).Apply(x);
    }

    private static int Clip(int position, int size) =>
        Math.Clamp(position < 0 ? position + size : position, 0, size);
}

/// <summary>The elements of a box; axes of size 1 may be left out of the shape of the result.</summary>
internal sealed class SliceOp<T>(SliceBox box, Shape result) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "slice";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => box.ToString();

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) => result;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        box.Take(inputs[0].AsSpan(), inputs[0].Shape, y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = new PadOp<T>(box, call.Input(0).Shape, T.Zero).Apply(dy);

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        // Of a variable that is taken apart, each further part adds to its own place only.
        if (dx.TryGetSum(0, out var sum))
        {
            box.Add(dy, sum, call.Input(0).Shape);
            return true;
        }
        var room = dx.Room(0);
        room.Clear();
        box.Put(dy, room, call.Input(0).Shape);
        return true;
    }
}
