using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>The size of a resampled image and the way to it, and how shapes follow from them.</summary>
internal sealed record UpsampleAttributes(
    string Method,
    HeightWidth OutputSize,
    ResamplingRule Rule
)
{
    public override string ToString() =>
        $"outputSize: {OutputSize}"
        + (Rule == ResamplingRule.LinearCorners ? ", corners aligned" : "");

    /// <summary>The shape of the result.</summary>
    /// <exception cref="ArgumentException">The shape or the size does not fit.</exception>
    public Shape ResultOf(Shape x)
    {
        if (OutputSize is not { Height: > 0, Width: > 0 })
        {
            throw new ArgumentException($"{Method}: outputSize {OutputSize} must be positive.");
        }
        return x.Rank == 4 && x[2] > 0 && x[3] > 0
            ? x.With(2, OutputSize.Height).With(3, OutputSize.Width)
            : throw new ArgumentException(
                $"{Method}: x {x} must be (N, C, H, W) with H and W above 0."
            );
    }

    public ResamplingAxis RowsOf(Shape x) => new(x[2], OutputSize.Height, Rule);

    public ResamplingAxis ColumnsOf(Shape x) => new(x[3], OutputSize.Width, Rule);
}

/// <summary>An image in another size: a linear map.</summary>
internal sealed class UpsampleOp<T>(UpsampleAttributes attributes) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name =>
        attributes.Rule == ResamplingRule.Nearest ? "upsampleNearest2d" : "upsampleBilinear2d";

    public override string Attributes => attributes.ToString();

    public override Linearity Linearity => Linearity.Joint;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        attributes.ResultOf(inputs[0].Shape);

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var shape = inputs[0].Shape;
        Resampling.Forward(
            attributes.RowsOf(shape),
            attributes.ColumnsOf(shape),
            inputs[0].AsSpan(),
            y
        );
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = new UpsampleGradientOp<T>(attributes, call.Input(0).Shape).Apply(dy);
}

/// <summary>The adjoint of a resampling, dy → dx of a given shape. Its derivative is the resampling again.</summary>
internal sealed class UpsampleGradientOp<T>(UpsampleAttributes attributes, Shape shape) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "upsampleGradient";

    public override string Attributes => attributes.ToString();

    public override Linearity Linearity => Linearity.Joint;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) => shape;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        Resampling.Adjoint(
            attributes.RowsOf(shape),
            attributes.ColumnsOf(shape),
            inputs[0].AsSpan(),
            y
        );

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = new UpsampleOp<T>(attributes).Apply(dy);
}
