using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>The mean of each window along one axis.</summary>
    /// <param name="x">(N, C, L), L ≥ 1; zeros outside.</param>
    /// <param name="kernelSize">Size of a window, ≥ 1.</param>
    /// <param name="stride">From window to window, ≥ 1; the window's size unless given.</param>
    /// <param name="padding">On each side, from 0 to half of the window.</param>
    /// <param name="countIncludePad">Whether the mean counts the zeros of the padding. Otherwise it is over the elements inside x.</param>
    /// <returns>(N, C, (L + 2·padding − kernelSize) / stride + 1), rounded down.</returns>
    /// <exception cref="ArgumentException">The shape or attributes do not fit.</exception>
    /// <remarks>Gradient: dy over the number of elements that count, at each element of the window.</remarks>
    public static Variable<T> AvgPool1d<T>(
        this Variable<T> x,
        int kernelSize,
        int? stride = null,
        int padding = 0,
        bool countIncludePad = true
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new AvgPool2dOp<T>(
            new SlidingPooling(
                "AvgPool1d",
                kernelSize,
                stride ?? kernelSize,
                padding,
                countIncludePad,
                Dimensions: 1
            )
        ).Apply(x);
}
