using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>The largest element of each window along one axis.</summary>
    /// <param name="x">(N, C, L), L ≥ 1; −∞ outside.</param>
    /// <param name="kernelSize">Size of a window, ≥ 1.</param>
    /// <param name="stride">From window to window, ≥ 1; the window's size unless given.</param>
    /// <param name="padding">On each side, from 0 to half of the window.</param>
    /// <returns>(N, C, (L + 2·padding − kernelSize) / stride + 1), rounded down.</returns>
    /// <exception cref="ArgumentException">The shape or attributes do not fit.</exception>
    /// <remarks>Gradient: dy at the place of the window's largest element; at ties the first. Windows that overlap add up. NaN counts as largest.</remarks>
    public static Variable<T> MaxPool1d<T>(
        this Variable<T> x,
        int kernelSize,
        int? stride = null,
        int padding = 0
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new MaxPool2dOp<T>(
            new SlidingPooling(
                "MaxPool1d",
                kernelSize,
                stride ?? kernelSize,
                padding,
                Dimensions: 1
            )
        ).Apply(x);
}
