using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>With a margin of one value before and behind each axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="padding">Per axis, how many positions before and behind, ≥ 0.</param>
    /// <param name="value">What fills the margin; 0 unless told.</param>
    /// <returns>Each axis is longer by both margins.</returns>
    /// <exception cref="ArgumentException">Not one pair per axis, a negative margin, or more elements than a shape holds.</exception>
    /// <remarks>Gradient: <c>dx = dy</c> without the margins.</remarks>
    public static Variable<T> Pad<T>(
        this Variable<T> x,
        ReadOnlySpan<(int Before, int After)> padding,
        T value = default
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        if (padding.Length != x.Rank)
        {
            throw new ArgumentException(
                $"Pad: {padding.Length} pairs were given for the {x.Rank} axes of {x.Shape}."
            );
        }
        var box = SliceBox.Whole(x.Shape);
        var sizes = new int[x.Rank];
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            var (before, after) = padding[axis];
            if (before < 0 || after < 0)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(padding),
                    padding[axis],
                    $"Pad: the margin ({before}, {after}) of axis {axis} is negative. Use Slice to cut."
                );
            }
            box.Starts[axis] = before;
            // Saturated: a shape refuses so many.
            sizes[axis] = (int)Math.Min((long)before + box.Lengths[axis] + after, int.MaxValue);
        }
        return new PadOp<T>(box, Shape.Of(sizes), value).Apply(x);
    }
}

/// <summary>The input in a box of a larger shape; the rest is one value. The counterpart of <see cref="SliceOp{T}"/>.</summary>
internal sealed class PadOp<T>(SliceBox box, Shape whole, T value) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "pad";

    public override string Attributes => $"{box} of {whole}, value: {value}";

    public override bool GivesInfinity => T.IsInfinity(value);

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) => whole;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        y.Fill(value);
        box.Put(inputs[0].AsSpan(), y, whole);
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = new SliceOp<T>(box, call.Input(0).Shape).Apply(dy);

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        box.Take(dy, whole, dx.Room(0));
        return true;
    }

    // What is put around does not move.
    public override Variable<T> Tangent(OpCall<T> call, ReadOnlySpan<Variable<T>?> dx) =>
        new PadOp<T>(box, whole, T.Zero).Apply(dx[0]!);
}
