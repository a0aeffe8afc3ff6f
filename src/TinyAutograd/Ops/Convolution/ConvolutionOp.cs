using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>Convolution. With its two adjoints it forms a closed family: with the trilinear form t(x, w, d) = Σ conv(x, w) ⊙ d,
/// each of the three is the gradient of t in one argument, and differentiating one gives the other two.</summary>
internal sealed class ConvolutionOp<T>(ConvolutionAttributes attributes) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => $"conv{attributes.Dimensions}d";

    public override string Attributes => attributes.ToString();

    public static Variable<T> Apply(
        ConvolutionAttributes attributes,
        Variable<T> x,
        Variable<T> weight,
        Variable<T>? bias
    )
    {
        var op = new ConvolutionOp<T>(attributes);
        return bias is null ? op.Apply(x, weight) : op.Apply(x, weight, bias);
    }

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var weight = inputs[1].Shape;
        var result = attributes.ResultOf(inputs[0].Shape, weight);
        attributes.ThrowIfBiasDiffers(inputs, weight[0]);
        return result;
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        ConvolutionKernel.Forward(
            attributes.SizesOf(inputs[0].Shape, inputs[1].Shape),
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
            dx[0] = new ConvTransposeOp<T>("convInputGradient", attributes, x.Shape).Apply(
                dy,
                weight
            );
        }
        if (dx.Needs(1))
        {
            dx[1] = new ConvolutionWeightGradientOp<T>(attributes, weight.Shape).Apply(x, dy);
        }
        if (call.InputCount > 2 && dx.Needs(2))
        {
            dx[2] = dy.Sum(attributes.AxesOfBias);
        }
    }

    public override Variable<T> Tangent(OpCall<T> call, ReadOnlySpan<Variable<T>?> dx) =>
        ProductRule.Tangent(this, call, dx) ?? base.Tangent(call, dx);
}

/// <summary>The adjoint of a convolution to its weight, (x, dy) → dw of a given shape.</summary>
internal sealed class ConvolutionWeightGradientOp<T>(ConvolutionAttributes attributes, Shape shape)
    : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "convWeightGradient";

    public override string Attributes => attributes.ToString();

    public override Linearity Linearity => Linearity.Each;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) => shape;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        ConvolutionKernel.WeightGradient(
            attributes.SizesOf(inputs[0].Shape, shape),
            inputs[0].AsSpan(),
            inputs[1].AsSpan(),
            y
        );

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var (x, d) = (call.Input(0), call.Input(1));
        if (dx.Needs(0))
        {
            dx[0] = new ConvTransposeOp<T>("convInputGradient", attributes, x.Shape).Apply(d, dy);
        }
        if (dx.Needs(1))
        {
            dx[1] = new ConvolutionOp<T>(attributes).Apply(x, dy);
        }
    }
}
