using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Sum over axes, <c>y = Σ x</c>. The sum of nothing is 0.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes to sum over: all unless told, one (<c>1</c>), or several (<c>[0, -1]</c>).</param>
    /// <param name="keepDims">Whether a summed axis stays, with size 1.</param>
    /// <returns>The shape without the summed axes.</returns>
    /// <exception cref="ArgumentException">No such axis, or an axis named twice.</exception>
    /// <remarks>Gradient: <c>dx = dy</c>, repeated along the summed axes.</remarks>
    public static Variable<T> Sum<T>(this Variable<T> x, Axes axes = default, bool keepDims = false)
        where T : unmanaged, IFloatingPointIeee754<T> => new SumOp<T>(axes, keepDims).Apply(x);
}

internal sealed class SumOp<T>(Axes axes, bool keepDims) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "sum";

    public override string Attributes => ReductionAttributes.Text(axes, keepDims);

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        axes.Reduce("Sum", inputs[0].Shape, keepDims);

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        Reduction.Reduce<T, SumReducer<T>>(
            inputs[0].AsSpan(),
            inputs[0].Shape,
            axes.Resolve("Sum", inputs[0].Shape),
            y
        );

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = dy.Reshape(axes.Reduce("Sum", call.Input(0).Shape, keepDims: true));
}
