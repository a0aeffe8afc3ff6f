using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Layer normalisation over the last axes, <c>y = (x − mean) / √(variance + ε) ⊙ weight + bias</c>.</summary>
    /// <param name="x">Rank ≥ <paramref name="axisCount"/>.</param>
    /// <param name="weight">Of the shape of the last axes; 1 unless given.</param>
    /// <param name="bias">Of the shape of the last axes; 0 unless given.</param>
    /// <param name="eps">ε ≥ 0, added to the variance.</param>
    /// <param name="axisCount">How many of the last axes form a row, ≥ 1.</param>
    /// <returns>The shape of <paramref name="x"/>; without weight and bias, each row has mean 0 and variance below 1.</returns>
    /// <exception cref="ArgumentException">Weight or bias have another shape, there are too few axes, or ε is negative.</exception>
    /// <remarks>The variance has divisor n. Gradient: with <c>z = (x − mean)/σ, g = dy ⊙ weight</c>:
    /// <c>dx = (g − mean g − z ⊙ mean(g ⊙ z)) / σ, dWeight = Σ dy ⊙ z, dBias = Σ dy</c>. Source: Ba et al. 2016.</remarks>
    public static Variable<T> LayerNorm<T>(
        this Variable<T> x,
        Variable<T>? weight = null,
        Variable<T>? bias = null,
        double eps = 1e-5,
        int axisCount = 1
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (weight, bias) switch
        {
            (null, null) => new LayerNormOp<T>(eps, axisCount, false).Apply(x),
            (not null, null) => new LayerNormOp<T>(eps, axisCount, true).Apply(x, weight),
            (null, not null) => new LayerNormOp<T>(eps, axisCount, false).Apply(x, bias),
            _ => new LayerNormOp<T>(eps, axisCount, true).Apply(x, weight, bias),
        };
}

internal sealed class LayerNormOp<T> : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double eps;
    private readonly int axisCount;
    private readonly int biasPlace; // input number of the bias, if there is one: after the weight, if there is one

    public LayerNormOp(double eps, int axisCount, bool hasWeight)
    {
        NormAxes.ThrowIfNegative("LayerNorm", eps);
        (this.eps, this.axisCount, biasPlace) = (eps, axisCount, hasWeight ? 2 : 1);
    }

    public override string Name => "layerNorm";

    public override string Attributes =>
        FormattableString.Invariant($"eps: {eps}{(axisCount > 1 ? $", axes: {axisCount}" : "")}");

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        NormAxes.Check("LayerNorm", inputs, axisCount, biasPlace);

    public override int SavedLength(ReadOnlySpan<Variable<T>> inputs, Shape shape) =>
        2 * NormAxes.Rows(shape, axisCount);

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var rows = NormAxes.Rows(inputs[0].Shape, axisCount);
        using var means = SpanOwner<T>.Allocate(saved.IsEmpty ? rows : 0);
        using var scales = SpanOwner<T>.Allocate(saved.IsEmpty ? rows : 0);
        NormKernel.LayerNorm(
            inputs[0].AsSpan(),
            biasPlace > 1 ? inputs[1].AsSpan() : default,
            inputs.Length > biasPlace ? inputs[biasPlace].AsSpan() : default,
            y,
            saved.IsEmpty ? means.Span : saved[..rows],
            saved.IsEmpty ? scales.Span : saved[rows..],
            NormAxes.RowLength(inputs[0].Shape, axisCount),
            T.CreateTruncating(eps)
        );
    }

    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs)
    {
        var axes = NormAxes.Last(axisCount);
        var centered = inputs[0] - inputs[0].Mean(axes, keepDims: true);
        var variance = centered.Square().Mean(axes, keepDims: true);
        var y = centered * (variance + T.CreateTruncating(eps)).Rsqrt();
        y = biasPlace > 1 ? y * inputs[1] : y;
        return inputs.Length > biasPlace ? y + inputs[biasPlace] : y;
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var x = call.Input(0);
        var rows = NormAxes.Rows(x.Shape, axisCount);
        var hasWeight = biasPlace > 1;
        var hasBias = call.InputCount > biasPlace;
        NormKernel.LayerNormBackward(
            x.AsSpan(),
            hasWeight ? call.Input(1).AsSpan() : default,
            call.Saved[..rows],
            call.Saved[rows..],
            dy,
            dx.Needs(0) ? dx.Room(0) : default,
            hasWeight && dx.Needs(1) ? dx.Room(1) : default,
            hasBias && dx.Needs(biasPlace) ? dx.Room(biasPlace) : default,
            NormAxes.RowLength(x.Shape, axisCount)
        );
        return true;
    }
}
