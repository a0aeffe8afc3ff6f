using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>An image in another size by linear interpolation along the height and the width.</summary>
    /// <param name="x">(N, C, H, W), H and W ≥ 1.</param>
    /// <param name="outputSize">(H', W'), ≥ 1.</param>
    /// <param name="alignCorners">Whether the corner elements keep their places and values. Otherwise elements are cells, and the outer edges of
    /// the cells coincide.</param>
    /// <returns>(N, C, H', W').</returns>
    /// <exception cref="ArgumentException">The shape or the size does not fit.</exception>
    /// <remarks>Row i lies at <c>(i + ½)·H/H' − ½</c>, clamped to the image, or with aligned corners at <c>i·(H − 1)/(H' − 1)</c>, or 0 where
    /// H' is 1; columns likewise. Gradient: dy in the same shares at up to four elements. As PyTorch's <c>interpolate</c> with
    /// <c>mode="bilinear"</c>, a size, and <c>antialias=False</c>.</remarks>
    public static Variable<T> UpsampleBilinear2d<T>(
        this Variable<T> x,
        HeightWidth outputSize,
        bool alignCorners = false
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new UpsampleOp<T>(
            new UpsampleAttributes(
                "UpsampleBilinear2d",
                outputSize,
                alignCorners ? ResamplingRule.LinearCorners : ResamplingRule.LinearEdges
            )
        ).Apply(x);
}
