using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Group normalisation, <c>y = (x − mean) / √(variance + ε) · weight + bias</c>: mean and variance of a group of channels of one image.</summary>
    /// <param name="x">(N, C, …).</param>
    /// <param name="groupCount">Number of groups, ≥ 1, which divides C: with 1 an image is normalised as a whole, with C each channel.</param>
    /// <param name="weight">(C); 1 unless given.</param>
    /// <param name="bias">(C); 0 unless given.</param>
    /// <param name="eps">ε ≥ 0, added to the variance.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">Shapes or groups do not fit, or ε is negative.</exception>
    /// <remarks>The variance has divisor n. Gradient: with <c>z = (x − mean)/σ, g = dy · weight</c>: <c>dx = (g − mean g − z ⊙ mean(g ⊙ z)) / σ</c>,
    /// and for each channel <c>dWeight = Σ dy ⊙ z, dBias = Σ dy</c>. Source: Wu and He 2018.</remarks>
    public static Variable<T> GroupNorm<T>(
        this Variable<T> x,
        int groupCount,
        Variable<T>? weight = null,
        Variable<T>? bias = null,
        double eps = 1e-5
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new GroupNormOp<T>(groupCount, eps, weight is not null).Apply(x, weight, bias);
}

internal sealed class GroupNormOp<T>(int groupCount, double eps, bool hasWeight)
    : ChannelNormOp<T>("GroupNorm", eps, hasWeight)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Attributes => $"groups: {groupCount}, {base.Attributes}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var shape = base.ShapeOf(inputs);
        return groupCount >= 1 && shape[1] % groupCount == 0
            ? shape
            : throw new ArgumentException(
                $"GroupNorm: the {shape[1]} channels of x {shape} cannot be split into {groupCount} equal groups."
            );
    }

    protected override ChannelNormShape SizesOf(Shape shape) =>
        ChannelNormShape.Group(shape[0], shape[1], shape.LengthOf(2..), groupCount);

    protected override (Variable<T> X, Axes Axes) Grouped(Variable<T> x)
    {
        return (x.Reshape([x.Shape[0], groupCount, SizesOf(x.Shape).GroupLength]), 2);
    }
}
