using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>A diagonal of matrices, <c>y[…, k] = x[…, k, k + offset]</c> (for a negative offset <c>x[…, k − offset, k]</c>).</summary>
    /// <param name="x">Rank 2 or more.</param>
    /// <param name="offset">The diagonal: 0 is the main one, positive ones are above it.</param>
    /// <param name="axis0">The axis of the rows; the last but one unless told (in NumPy and PyTorch the first).</param>
    /// <param name="axis1">The axis of the columns; the last unless told (in NumPy and PyTorch the second).</param>
    /// <returns>The shape without both axes, followed by the length of the diagonal, which may be 0. The numbers are copied.</returns>
    /// <exception cref="ArgumentException">No such axis, or both are one.</exception>
    /// <remarks>Gradient: <c>dx = dy</c> on the diagonal, 0 elsewhere.</remarks>
    public static Variable<T> Diagonal<T>(
        this Variable<T> x,
        int offset = 0,
        int axis0 = -2,
        int axis1 = -1
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        var box = DiagonalBox.Of("Diagonal", x.Shape, offset, axis0, axis1);
        return new DiagonalOp<T>(box).Apply(x);
    }
}

internal sealed class DiagonalOp<T>(DiagonalBox box) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "diagonal";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => box.Text;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) => box.Shape;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        box.Take(inputs[0].AsSpan(), y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = new EmbedDiagonalOp<T>(box).Apply(dy);
}

/// <summary>Zeros but for a diagonal. The counterpart of <see cref="DiagonalOp{T}"/>.</summary>
internal sealed class EmbedDiagonalOp<T>(DiagonalBox box) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "embedDiagonal";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => box.Text;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) => box.Whole;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        y.Clear();
        box.Put(inputs[0].AsSpan(), y);
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = new DiagonalOp<T>(box).Apply(dy);
}
