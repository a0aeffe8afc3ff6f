using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>The largest element of each channel of an image.</summary>
    /// <param name="x">(N, C, H, W), H and W ≥ 1.</param>
    /// <returns>(N, C).</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    /// <remarks>Gradient: dy at the largest element; ties share it evenly. Recorded as <c>max</c>. Unlike
    /// <see cref="AdaptiveMaxPool2d"/> with a size of 1 it leaves no axes of size 1, so that a linear layer may follow.</remarks>
    public static Variable<T> GlobalMaxPool2d<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        _ = new AdaptivePooling("GlobalMaxPool2d", 1).SizesOf(x.Shape); // which checks the shape
        return x.Max([2, 3]);
    }
}
