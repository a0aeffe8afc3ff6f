using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>The adjoint of a convolution to its input, (x, w) → y of a given shape, and a bias where there is one: a transposed convolution, and
/// the gradient of a convolution.</summary>
internal sealed class ConvTransposeOp<T>(string name, ConvolutionAttributes attributes, Shape shape)
    : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => name;

    public override string Attributes => attributes.ToString();

    /// <summary>A transposed convolution.</summary>
    public static Variable<T> Apply(
        ConvolutionAttributes attributes,
        HeightWidth outputPadding,
        Variable<T> x,
        Variable<T> weight,
        Variable<T>? bias
    )
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        var op = new ConvTransposeOp<T>(
            $"convTranspose{attributes.Dimensions}d",
            attributes,
            attributes.TransposedOf(x.Shape, weight.Shape, outputPadding)
        );
        return bias is null ? op.Apply(x, weight) : op.Apply(x, weight, bias);
    }

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        attributes.ThrowIfBiasDiffers(inputs, shape[1]);
        return shape;
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        ConvolutionKernel.InputGradient(
            attributes.SizesOf(shape, inputs[1].Shape),
            inputs[0].AsSpan(),
            inputs[1].AsSpan(),
            inputs.Length > 2 ? inputs[2].AsSpan() : default,
            y
        );

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var (x, weight) = (call.Input(0), call.Input(1));
        if (dx.Needs(0))
        {
            dx[0] = new ConvolutionOp<T>(attributes).Apply(dy, weight);
        }
        if (dx.Needs(1))
        {
            dx[1] = new ConvolutionWeightGradientOp<T>(attributes, weight.Shape).Apply(dy, x);
        }
        if (call.InputCount > 2 && dx.Needs(2))
        {
            dx[2] = dy.Sum(attributes.AxesOfBias);
        }
    }

    public override Variable<T> Tangent(OpCall<T> call, ReadOnlySpan<Variable<T>?> dx) =>
        ProductRule.Tangent(this, call, dx) ?? base.Tangent(call, dx);
}
