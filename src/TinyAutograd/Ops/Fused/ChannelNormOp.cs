using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>A normalisation of (N, C, …) over groups of planes, with a weight and a bias for each channel.</summary>
internal abstract class ChannelNormOp<T> : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly string method;
    private readonly double eps;
    private readonly int biasPlace; // input number of the bias, if there is one: after the weight, if there is one

    protected ChannelNormOp(string method, double eps, bool hasWeight)
    {
        NormAxes.ThrowIfNegative(method, eps);
        (this.method, this.eps, biasPlace) = (method, eps, hasWeight ? 2 : 1);
    }

    public override string Name => char.ToLowerInvariant(method[0]) + method[1..];

    public override string Attributes => FormattableString.Invariant($"eps: {eps}");

    /// <summary>Applies the op to x and those of weight and bias that there are.</summary>
    public Variable<T> Apply(Variable<T> x, Variable<T>? weight, Variable<T>? bias) =>
        (weight, bias) switch
        {
            (null, null) => Apply([x]),
            (not null, null) => Apply([x, weight]),
            (null, not null) => Apply([x, bias]),
            _ => Apply([x, weight, bias]),
        };

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var shape = inputs[0].Shape;
        if (shape.Rank < 2)
        {
            throw new ArgumentException($"{method}: x {shape} must be (N, C, …).");
        }
        NormAxes.ThrowIfDiffers(method, inputs, biasPlace, Shape.Of(shape[1]), "channels");
        return shape;
    }

    public override int SavedLength(ReadOnlySpan<Variable<T>> inputs, Shape shape) =>
        2 * SizesOf(shape).Groups;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var sizes = SizesOf(inputs[0].Shape);
        using var means = SpanOwner<T>.Allocate(saved.IsEmpty ? sizes.Groups : 0);
        using var scales = SpanOwner<T>.Allocate(saved.IsEmpty ? sizes.Groups : 0);
        ChannelNormKernel.Forward(
            sizes,
            T.CreateTruncating(eps),
            inputs[0].AsSpan(),
            biasPlace > 1 ? inputs[1].AsSpan() : default,
            inputs.Length > biasPlace ? inputs[biasPlace].AsSpan() : default,
            y,
            saved.IsEmpty ? means.Span : saved[..sizes.Groups],
            saved.IsEmpty ? scales.Span : saved[sizes.Groups..]
        );
    }

    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs)
    {
        var shape = inputs[0].Shape;
        var (x, axes) = Grouped(inputs[0]);
        var centered = x - x.Mean(axes, keepDims: true);
        var variance = centered.Square().Mean(axes, keepDims: true);
        var y = (centered * (variance + T.CreateTruncating(eps)).Rsqrt()).Reshape(shape);
        y = biasPlace > 1 ? y * NormAxes.ByChannel(inputs[1], shape) : y;
        return inputs.Length > biasPlace ? y + NormAxes.ByChannel(inputs[biasPlace], shape) : y;
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var x = call.Input(0);
        var sizes = SizesOf(x.Shape);
        var hasWeight = biasPlace > 1;
        var hasBias = call.InputCount > biasPlace;
        ChannelNormKernel.Backward(
            sizes,
            x.AsSpan(),
            hasWeight ? call.Input(1).AsSpan() : default,
            call.Saved[..sizes.Groups],
            call.Saved[sizes.Groups..],
            dy,
            dx.Needs(0) ? dx.Room(0) : default,
            hasWeight && dx.Needs(1) ? dx.Room(1) : default,
            hasBias && dx.Needs(biasPlace) ? dx.Room(biasPlace) : default
        );
        return true;
    }

    /// <summary>Which planes are normalised together.</summary>
    protected abstract ChannelNormShape SizesOf(Shape shape);

    /// <summary>x in a shape, and the axes of it, that hold what is normalised together.</summary>
    protected abstract (Variable<T> X, Axes Axes) Grouped(Variable<T> x);
}
