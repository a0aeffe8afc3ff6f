using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Running product along an axis, <c>yₖ = x₀ · … · xₖ</c>.</summary>
    /// <param name="x">Rank 1 or more.</param>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">No such axis.</exception>
    /// <remarks>Gradient: <c>dxᵢ = x₀⋯xᵢ₋₁ ⊙ sᵢ</c> with <c>sᵢ = dyᵢ + xᵢ₊₁ ⊙ sᵢ₊₁</c>: without division, so right with any number of
    /// zeros, at any order.</remarks>
    public static Variable<T> CumProd<T>(this Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T> => new CumProdOp<T>(axis).Apply(x);
}

internal sealed class CumProdOp<T>(int axis) : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "cumProd";

    public override string Attributes => $"axis: {axis}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        AxisRules.Resolve("CumProd", inputs[0].Shape, axis);
        return inputs[0].Shape;
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var shape = inputs[0].Shape;
        var along = shape.Axis(axis);
        Running.Product(inputs[0].AsSpan(), shape[along], shape.LengthOf((along + 1)..), y);
    }

    // After steps of 1, 2, 4, … each element is the product of as many before it: products only, so that nothing is divided.
    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs)
    {
        var y = inputs[0];
        var along = y.Shape.Axis(axis);
        var margins = new (int Before, int After)[y.Rank];
        for (var step = 1; step < y.Shape[along]; step *= 2)
        {
            margins[along] = (step, 0);
            y *= y.Slice(along, 0, y.Shape[along] - step).Pad(margins, T.One);
        }
        return y;
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var x = call.Input(0);
        var along = x.Shape.Axis(axis);
        Running.ProductScanGradient(
            x.AsSpan(),
            x.Shape[along],
            x.Shape.LengthOf((along + 1)..),
            dy,
            dx.Room(0)
        );
        return true;
    }
}
