using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Tiles: the whole variable again and again along each axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="counts">How often along each axis, ≥ 0; more counts than axes make new axes in front.</param>
    /// <returns>Each size multiplied by its count.</returns>
    /// <exception cref="ArgumentException">Fewer counts than axes, more than 8, or a negative count.</exception>
    /// <remarks>Gradient: <c>dx</c> = the sum of the tiles of dy.</remarks>
    public static Variable<T> Repeat<T>(this Variable<T> x, params ReadOnlySpan<int> counts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RepeatCounts.ThrowIfInvalid("Repeat", counts);
        return new RepeatOp<T>(Shape.Of(counts)).Apply(x);
    }
}

internal sealed class RepeatOp<T>(Shape counts) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "repeat";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"counts: {counts}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var shape = inputs[0].Shape;
        if (counts.Rank < shape.Rank)
        {
            throw new ArgumentException(
                $"Repeat: {counts.Rank} counts were given for the {shape.Rank} axes of {shape}."
            );
        }
        var aligned = Align(shape);
        Span<int> sizes = stackalloc int[counts.Rank];
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            sizes[axis] = AxisRules.Size("Repeat", axis, (long)counts[axis] * aligned[axis]);
        }
        return Shape.Of(sizes);
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        // Each axis is walked twice: over the tiles, where x stands still, and within one.
        var aligned = Align(inputs[0].Shape);
        Span<int> own = stackalloc int[counts.Rank];
        Span<int> sizes = stackalloc int[2 * counts.Rank];
        Span<int> from = stackalloc int[2 * counts.Rank];
        Span<int> to = stackalloc int[2 * counts.Rank];
        StridedCopy.RowMajor(aligned.AsSpan(), own);
        for (var axis = 0; axis < counts.Rank; axis++)
        {
            (sizes[2 * axis], from[2 * axis]) = (counts[axis], 0);
            (sizes[2 * axis + 1], from[2 * axis + 1]) = (aligned[axis], own[axis]);
        }
        StridedCopy.RowMajor(sizes, to);
        StridedCopy.Copy(sizes, inputs[0].AsSpan(), 0, from, y, 0, to);
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var aligned = Align(call.Input(0).Shape);
        var sum = dy;
        for (var axis = 0; axis < counts.Rank; axis++)
        {
            if (counts[axis] != 1)
            {
                var outer = aligned.LengthOf(..axis);
                var inner = aligned[axis] * dy.Shape.LengthOf((axis + 1)..);
                sum = sum.Reshape([outer, counts[axis], inner]).Sum(1);
            }
        }
        dx[0] = sum.Reshape(call.Input(0).Shape);
    }

    private Shape Align(Shape shape)
    {
        Span<int> sizes = stackalloc int[counts.Rank];
        sizes.Fill(1);
        shape.AsSpan().CopyTo(sizes[(counts.Rank - shape.Rank)..]);
        return Shape.Of(sizes);
    }
}
