using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Repeats along axes of size 1, and along new axes in front, up to <paramref name="shape"/>.</summary>
    /// <param name="x">A shape that broadcasts to <paramref name="shape"/>.</param>
    /// <param name="shape">The full target shape.</param>
    /// <returns>Shape <paramref name="shape"/>; <paramref name="x"/> itself where it has that shape.</returns>
    /// <exception cref="ArgumentException">The shape of x does not broadcast to it.</exception>
    /// <remarks>Gradient: <c>dx</c> = dy summed over what was repeated. Numbers are copied; ops broadcast by themselves without this.</remarks>
    public static Variable<T> Expand<T>(this Variable<T> x, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Shape == shape ? x : new ExpandOp<T>(shape).Apply(x);
    }
}

internal sealed class ExpandOp<T>(Shape shape) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "expand";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"shape: {shape}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        Broadcasting.IsExpandable(inputs[0].Shape, shape)
            ? shape
            : throw new ArgumentException(
                $"Expand: {inputs[0].Shape} does not broadcast to {shape}."
            );

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        if (y.IsEmpty)
        {
            return;
        }
        var x = inputs[0].AsSpan();
        var rows = BroadcastRows.Of(inputs[0].Shape, shape);
        var n = rows.RowLength;
        for (var row = 0; row < rows.Count; row++)
        {
            var start = rows.Starts(row).A;
            var target = y.Slice(row * n, n);
            if (rows.Kind == BroadcastRows.RowKind.RepeatA)
            {
                target.Fill(x[start]);
            }
            else
            {
                x.Slice(start, n).CopyTo(target);
            }
        }
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) => dx[0] = dy;
}
