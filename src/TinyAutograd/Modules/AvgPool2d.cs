using System.Numerics;

namespace TinyAutograd;

/// <summary>The mean of each window of an image: <see cref="VariableOps.AvgPool2d"/> as a layer.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class AvgPool2d<T> : PoolingLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A pool of windows of one size.</summary>
    /// <param name="kernelSize">Size of a window, ≥ 1.</param>
    /// <param name="stride">From window to window, ≥ 1; the window's size unless given.</param>
    /// <param name="padding">On each side, from 0 to half of the window; 0 unless given.</param>
    /// <param name="countIncludePad">Whether the mean counts the zeros of the padding.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public AvgPool2d(
        HeightWidth kernelSize,
        HeightWidth? stride = null,
        HeightWidth? padding = null,
        bool countIncludePad = true
    )
        : base(
            new SlidingPooling(
                "AvgPool2d",
                kernelSize,
                stride ?? kernelSize,
                padding ?? 0,
                countIncludePad
            ),
            static attributes => new AvgPool2dOp<T>(attributes)
        ) { }
}
