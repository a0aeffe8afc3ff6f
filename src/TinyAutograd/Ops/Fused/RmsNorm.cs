using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Root mean square normalisation over the last axes, <c>y = x / √(mean x² + ε) ⊙ weight</c>.</summary>
    /// <param name="x">Rank ≥ <paramref name="axisCount"/>.</param>
    /// <param name="weight">Of the shape of the last axes; 1 unless given.</param>
    /// <param name="eps">ε ≥ 0, added to the mean square.</param>
    /// <param name="axisCount">How many of the last axes form a row, ≥ 1.</param>
    /// <returns>The shape of <paramref name="x"/>; without weight, each row has mean square below 1.</returns>
    /// <exception cref="ArgumentException">The weight has another shape, there are too few axes, or ε is negative.</exception>
    /// <remarks>Gradient: with <c>z = x/ρ, ρ = √(mean x² + ε), g = dy ⊙ weight</c>: <c>dx = (g − z ⊙ mean(g ⊙ z)) / ρ,
    /// dWeight = Σ dy ⊙ z</c>. Source: Zhang and Sennrich 2019.</remarks>
    public static Variable<T> RmsNorm<T>(
        this Variable<T> x,
        Variable<T>? weight = null,
        double eps = 1e-5,
        int axisCount = 1
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var op = new RmsNormOp<T>(eps, axisCount);
        return weight is null ? op.Apply(x) : op.Apply(x, weight);
    }
}

internal sealed class RmsNormOp<T> : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double eps;
    private readonly int axisCount;

    public RmsNormOp(double eps, int axisCount)
    {
        NormAxes.ThrowIfNegative("RmsNorm", eps);
        (this.eps, this.axisCount) = (eps, axisCount);
    }

    public override string Name => "rmsNorm";

    public override string Attributes =>
        FormattableString.Invariant($"eps: {eps}{(axisCount > 1 ? $", axes: {axisCount}" : "")}");

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        NormAxes.Check("RmsNorm", inputs, axisCount, biasPlace: 2);

    public override int SavedLength(ReadOnlySpan<Variable<T>> inputs, Shape shape) =>
        NormAxes.Rows(shape, axisCount);

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var rows = NormAxes.Rows(inputs[0].Shape, axisCount);
        using var scratch = SpanOwner<T>.Allocate(saved.IsEmpty ? rows : 0);
        NormKernel.RmsNorm(
            inputs[0].AsSpan(),
            inputs.Length > 1 ? inputs[1].AsSpan() : default,
            y,
            saved.IsEmpty ? scratch.Span : saved,
            NormAxes.RowLength(inputs[0].Shape, axisCount),
            T.CreateTruncating(eps)
        );
    }

    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs)
    {
        var meanSquare = inputs[0].Square().Mean(NormAxes.Last(axisCount), keepDims: true);
        var y = inputs[0] * (meanSquare + T.CreateTruncating(eps)).Rsqrt();
        return inputs.Length > 1 ? y * inputs[1] : y;
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var x = call.Input(0);
        var hasWeight = call.InputCount > 1;
        NormKernel.RmsNormBackward(
            x.AsSpan(),
            hasWeight ? call.Input(1).AsSpan() : default,
            call.Saved,
            dy,
            dx.Needs(0) ? dx.Room(0) : default,
            hasWeight && dx.Needs(1) ? dx.Room(1) : default,
            NormAxes.RowLength(x.Shape, axisCount)
        );
        return true;
    }
}
