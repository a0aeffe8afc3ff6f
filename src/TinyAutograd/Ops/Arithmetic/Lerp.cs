using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Linear interpolation, <c>y = a + w ⊙ (b − a)</c>, with broadcasting of all three.</summary>
    /// <param name="start">The value a at weight 0, any shape.</param>
    /// <param name="end">The value b at weight 1 (up to rounding), a shape that broadcasts.</param>
    /// <param name="weight">The weight w, a shape that broadcasts; outside [0, 1] it extrapolates.</param>
    /// <returns>The common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Gradient: <c>da = dy ⊙ (1 − w), db = dy ⊙ w, dw = dy ⊙ (b − a)</c>.</remarks>
    public static Variable<T> Lerp<T>(this Variable<T> start, Variable<T> end, Variable<T> weight)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        LerpOp<T>.Instance.Apply(start, end, weight);

    /// <summary>Linear interpolation with one constant weight, <c>y = a + w (b − a)</c>, with broadcasting.</summary>
    /// <param name="start">The value a at weight 0, any shape.</param>
    /// <param name="end">The value b at weight 1 (up to rounding), a shape that broadcasts.</param>
    /// <param name="weight">The weight w; outside [0, 1] it extrapolates.</param>
    /// <returns>The common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Gradient: <c>da = (1 − w) dy, db = w dy</c>.</remarks>
    public static Variable<T> Lerp<T>(this Variable<T> start, Variable<T> end, T weight)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        LerpOp<T>.Instance.Apply(start, end, Variable.Of(weight));
}

internal sealed class LerpOp<T> : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly LerpOp<T> Instance = new();

    public override string Name => "lerp";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        Broadcasting.TryBroadcast(inputs[0].Shape, inputs[1].Shape, out var pair)
        && Broadcasting.TryBroadcast(pair, inputs[2].Shape, out var shape)
            ? shape
            : throw new ArgumentException(
                $"Lerp: {inputs[0].Shape}, {inputs[1].Shape} and weight {inputs[2].Shape} cannot be broadcast together: "
                    + "aligned at the last axis, sizes must be equal or 1."
            );

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var shape = ShapeOf(inputs);
        var a = new BroadcastRuns<T>(inputs[0].AsSpan(), inputs[0].Shape, shape);
        var b = new BroadcastRuns<T>(inputs[1].AsSpan(), inputs[1].Shape, shape);
        var w = new BroadcastRuns<T>(inputs[2].AsSpan(), inputs[2].Shape, shape);
        var n = Math.Min(a.RunLength, Math.Min(b.RunLength, w.RunLength));
        for (var at = 0; at < y.Length; at += n)
        {
            Interpolate(a.At(at, n), b.At(at, n), w.At(at, n), y.Slice(at, n));
        }
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var (a, b, w) = (call.Input(0), call.Input(1), call.Input(2));
        if (dx.Needs(0))
        {
            dx[0] = dy * (T.One - w);
        }
        if (dx.Needs(1))
        {
            dx[1] = dy * w;
        }
        if (dx.Needs(2))
        {
            dx[2] = dy * (b - a);
        }
    }

    // Each operand is as long as y, or one number.
    private static void Interpolate(
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        ReadOnlySpan<T> w,
        Span<T> y
    )
    {
        if (a.Length == b.Length)
        {
            TensorPrimitives.Subtract(b, a, y);
            y[a.Length..].Fill(y[0]);
        }
        else if (b.Length == 1)
        {
            TensorPrimitives.Subtract(b[0], a, y);
        }
        else
        {
            TensorPrimitives.Subtract(b, a[0], y);
        }
        if (w.Length == 1)
        {
            TensorPrimitives.Multiply(y, w[0], y);
        }
        else
        {
            TensorPrimitives.Multiply(y, w, y);
        }
        if (a.Length == 1)
        {
            TensorPrimitives.Add(y, a[0], y);
        }
        else
        {
            TensorPrimitives.Add(y, a, y);
        }
    }
}
