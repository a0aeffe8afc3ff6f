using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Choice between pairs, <c>y = condition ? a : b</c>, with broadcasting of all three.</summary>
    /// <param name="condition">Any shape.</param>
    /// <param name="a">What is taken where the condition is true: a shape that broadcasts.</param>
    /// <param name="b">What is taken where it is false: a shape that broadcasts.</param>
    /// <returns>The common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Gradient: <c>da = condition ? dy : 0, db = condition ? 0 : dy</c>. What is not chosen has no effect, not even NaN.</remarks>
    public static Variable<T> Where<T>(this Mask condition, Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new WhereOp<T>(condition).Apply(a, b);
    }
}

internal sealed class WhereOp<T>(Mask condition) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "where";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"condition: {condition.Shape}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        Broadcasting.TryBroadcast(inputs[0].Shape, inputs[1].Shape, out var pair)
        && Broadcasting.TryBroadcast(condition.Shape, pair, out var shape)
            ? shape
            : throw new ArgumentException(
                $"Where: condition {condition.Shape}, {inputs[0].Shape} and {inputs[1].Shape} cannot be broadcast together: "
                    + "aligned at the last axis, sizes must be equal or 1."
            );

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var shape = ShapeOf(inputs);
        var choices = new BroadcastRuns<bool>(condition.AsSpan(), condition.Shape, shape);
        var a = new BroadcastRuns<T>(inputs[0].AsSpan(), inputs[0].Shape, shape);
        var b = new BroadcastRuns<T>(inputs[1].AsSpan(), inputs[1].Shape, shape);
        var n = Math.Min(choices.RunLength, Math.Min(a.RunLength, b.RunLength));
        for (var at = 0; at < y.Length; at += n)
        {
            Selecting.Select(choices.At(at, n), a.At(at, n), b.At(at, n), y.Slice(at, n));
        }
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var zero = Variable.Of(T.Zero);
        if (dx.Needs(0))
        {
            dx[0] = condition.Where(dy, zero);
        }
        if (dx.Needs(1))
        {
            dx[1] = condition.Where(zero, dy);
        }
    }
}
