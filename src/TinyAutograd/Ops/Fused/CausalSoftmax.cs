using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Softmax over the last axis of square matrices in which a row sees only the columns up to its own:
    /// <c>yᵢⱼ = e^xᵢⱼ / Σₖ≤ᵢ e^xᵢₖ</c> for j ≤ i, and 0 beyond.</summary>
    /// <param name="x">Scores (…, L, L).</param>
    /// <returns>The shape of <paramref name="x"/>; each row sums to 1.</returns>
    /// <exception cref="ArgumentException">The last two sizes differ, or there are fewer than two axes.</exception>
    /// <remarks>Gradient: <c>dx = y ⊙ (dy − Σ dy ⊙ y)</c>, exactly 0 beyond the diagonal. Numbers beyond the diagonal have no influence,
    /// not even NaN.</remarks>
    public static Variable<T> CausalSoftmax<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => CausalSoftmaxOp<T>.Instance.Apply(x);
}

internal sealed class CausalSoftmaxOp<T> : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly CausalSoftmaxOp<T> Instance = new();

    public override string Name => "causalSoftmax";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var shape = inputs[0].Shape;
        return shape.Rank >= 2 && shape[-1] == shape[-2]
            ? shape
            : throw new ArgumentException($"CausalSoftmax: {shape} is not (…, L, L).");
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        SoftmaxKernel.Softmax(
            inputs[0].AsSpan(),
            y,
            inputs[0].Shape.LengthOf(..^1),
            inputs[0].Shape[-1],
            isCausal: true
        );

    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs) =>
        inputs[0].MaskedFill(!Mask.Causal(inputs[0].Shape[-1]), T.NegativeInfinity).Softmax();

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var y = call.Output;
        SoftmaxKernel.SoftmaxBackward(
            y.AsSpan(),
            dy,
            dx.Room(0),
            y.Shape.LengthOf(..^1),
            y.Shape[-1],
            isCausal: true
        );
        return true;
    }
}
