using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Running sum along an axis, <c>yₖ = x₀ + … + xₖ</c>.</summary>
    /// <param name="x">Rank 1 or more.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">No such axis.</exception>
    /// <remarks>Gradient: <c>dxₖ = dyₖ + … + dyₙ₋₁</c>, the running sum from the end. Accumulates in double precision.</remarks>
    public static Variable<T> CumSum<T>(this Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new CumSumOp<T>(axis, isReversed: false).Apply(x);
}

internal sealed class CumSumOp<T>(int axis, bool isReversed) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "cumSum";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"axis: {axis}{(isReversed ? ", from the end" : "")}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        AxisRules.Resolve("CumSum", inputs[0].Shape, axis);
        return inputs[0].Shape;
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var shape = inputs[0].Shape;
        var along = shape.Axis(axis);
        Running.Sum(inputs[0].AsSpan(), shape[along], shape.LengthOf((along + 1)..), isReversed, y);
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = new CumSumOp<T>(axis, !isReversed).Apply(dy);
}
