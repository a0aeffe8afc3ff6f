using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>The windows of an image side by side, each a column: what a convolution multiplies its weight with (im2col).</summary>
    /// <param name="x">(N, C, H, W); zeros outside.</param>
    /// <param name="kernelSize">(KH, KW), size of a window, ≥ 1.</param>
    /// <param name="stride">From window to window, ≥ 1; 1 unless given.</param>
    /// <param name="padding">Zeros on each side, ≥ 0; 0 unless given.</param>
    /// <param name="dilation">From element to element of a window, ≥ 1; 1 unless given.</param>
    /// <returns>(N, C·KH·KW, windows): channel, row and column in a window along axis 1, windows row by row along axis 2.</returns>
    /// <exception cref="ArgumentException">The shape or attributes do not fit.</exception>
    /// <remarks>Gradient: <see cref="Fold"/> of dy, with the same windows. Source: Chellapilla et al. 2006.</remarks>
    public static Variable<T> Unfold<T>(
        this Variable<T> x,
        HeightWidth kernelSize,
        HeightWidth? stride = null,
        HeightWidth? padding = null,
        HeightWidth? dilation = null
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new UnfoldOp<T>(
            new UnfoldAttributes(
                kernelSize,
                new ConvolutionAttributes("Unfold", 2, stride ?? 1, padding ?? 0, dilation ?? 1, 1)
            )
        ).Apply(x);
}

internal sealed class UnfoldOp<T>(UnfoldAttributes attributes) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "unfold";

    public override string Attributes => attributes.ToString();

    public override Linearity Linearity => Linearity.Joint;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        attributes.UnfoldedOf(inputs[0].Shape);

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        UnfoldKernel.Unfold(attributes.SizesOf(inputs[0].Shape), inputs[0].AsSpan(), y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var shape = call.Input(0).Shape;
        dx[0] = new FoldOp<T>(attributes, (shape[2], shape[3])).Apply(dy);
    }
}
