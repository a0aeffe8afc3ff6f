using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>The largest element of each of so many windows that cover an image.</summary>
    /// <param name="x">(N, C, H, W), H and W ≥ 1.</param>
    /// <param name="outputSize">(H', W'), number of windows along each axis, ≥ 1.</param>
    /// <returns>(N, C, H', W').</returns>
    /// <exception cref="ArgumentException">The shape or the size does not fit.</exception>
    /// <remarks>Window i begins at ⌊i·H/H'⌋ and ends before ⌈(i + 1)·H/H'⌉; windows overlap where H' does not divide H. Gradient:
    /// dy at the place of the window's largest element; at ties the first in row-major order. Windows that overlap add up.</remarks>
    public static Variable<T> AdaptiveMaxPool2d<T>(this Variable<T> x, HeightWidth outputSize)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new MaxPool2dOp<T>(new AdaptivePooling("AdaptiveMaxPool2d", outputSize)).Apply(x);
}
