using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>An image in another size by repeating elements, <c>y[i, j] = x[⌊i·H/H'⌋, ⌊j·W/W'⌋]</c>.</summary>
    /// <param name="x">(N, C, H, W), H and W ≥ 1.</param>
    /// <param name="outputSize">(H', W'), ≥ 1; smaller sizes leave elements out.</param>
    /// <returns>(N, C, H', W').</returns>
    /// <exception cref="ArgumentException">The shape or the size does not fit.</exception>
    /// <remarks>Gradient: the sum of dy over the places that an element was repeated to. As PyTorch's <c>interpolate</c> with
    /// <c>mode="nearest"</c> and a size, up to its rounding in float: here the division is one of integers.</remarks>
    public static Variable<T> UpsampleNearest2d<T>(this Variable<T> x, HeightWidth outputSize)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new UpsampleOp<T>(
            new UpsampleAttributes("UpsampleNearest2d", outputSize, ResamplingRule.Nearest)
        ).Apply(x);
}
