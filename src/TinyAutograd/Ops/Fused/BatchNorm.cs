using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Batch normalisation, <c>y = (x − mean) / √(variance + ε) · weight + bias</c>: mean and variance of a channel over all images of the batch.</summary>
    /// <param name="x">(N, C, …).</param>
    /// <param name="weight">(C); 1 unless given.</param>
    /// <param name="bias">(C); 0 unless given.</param>
    /// <param name="eps">ε ≥ 0, added to the variance.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, or ε is negative.</exception>
    /// <remarks>Always with the statistics of this batch, as in training; a layer that evaluates needs running ones as
    /// evaluation. The variance has divisor n. Unlike PyTorch it takes a single value per channel, whose result is the bias. Gradient: with
    /// <c>z = (x − mean)/σ, g = dy · weight</c>: <c>dx = (g − mean g − z ⊙ mean(g ⊙ z)) / σ</c>, and for each channel
    /// <c>dWeight = Σ dy ⊙ z, dBias = Σ dy</c>. Source: Ioffe and Szegedy 2015.</remarks>
    public static Variable<T> BatchNorm<T>(
        this Variable<T> x,
        Variable<T>? weight = null,
        Variable<T>? bias = null,
        double eps = 1e-5
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new BatchNormOp<T>(eps, weight is not null).Apply(x, weight, bias);
}

internal sealed class BatchNormOp<T>(double eps, bool hasWeight)
    : ChannelNormOp<T>("BatchNorm", eps, hasWeight)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    protected override ChannelNormShape SizesOf(Shape shape) =>
        ChannelNormShape.Batch(shape[0], shape[1], shape.LengthOf(2..));

    protected override (Variable<T> X, Axes Axes) Grouped(Variable<T> x) =>
        (x.Reshape([x.Shape[0], x.Shape[1], x.Shape.LengthOf(2..)]), [0, 2]);
}
