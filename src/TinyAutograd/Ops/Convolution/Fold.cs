using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Windows added up to the image they lie on, the adjoint of <see cref="Unfold"/> (col2im): what lies outside is dropped.</summary>
    /// <param name="x">(N, C·KH·KW, windows).</param>
    /// <param name="outputSize">(H, W) of the image, ≥ 0.</param>
    /// <param name="kernelSize">(KH, KW), size of a window, ≥ 1.</param>
    /// <param name="stride">From window to window, ≥ 1; 1 unless given.</param>
    /// <param name="padding">How far windows reach beyond each side, ≥ 0; 0 unless given.</param>
    /// <param name="dilation">From element to element of a window, ≥ 1; 1 unless given.</param>
    /// <returns>(N, C, H, W).</returns>
    /// <exception cref="ArgumentException">The shape or attributes do not fit: such an image has another number of windows.</exception>
    /// <remarks>Where windows overlap, elements are summed: fold of unfold counts each element as often as it is covered. Gradient:
    /// <see cref="Unfold"/> of dy.</remarks>
    public static Variable<T> Fold<T>(
        this Variable<T> x,
        HeightWidth outputSize,
        HeightWidth kernelSize,
        HeightWidth? stride = null,
        HeightWidth? padding = null,
        HeightWidth? dilation = null
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new FoldOp<T>(
            new UnfoldAttributes(
                kernelSize,
                new ConvolutionAttributes("Fold", 2, stride ?? 1, padding ?? 0, dilation ?? 1, 1)
            ),
            outputSize
        ).Apply(x);
}

internal sealed class FoldOp<T>(UnfoldAttributes attributes, HeightWidth outputSize) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "fold";

    public override string Attributes => $"outputSize: {outputSize}, {attributes}";

    public override Linearity Linearity => Linearity.Joint;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        attributes.FoldedOf(inputs[0].Shape, outputSize);

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        UnfoldKernel.Fold(attributes.SizesOf(ShapeOf(inputs)), inputs[0].AsSpan(), y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = new UnfoldOp<T>(attributes).Apply(dy);
}
