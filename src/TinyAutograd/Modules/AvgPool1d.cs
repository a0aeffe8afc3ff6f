using System.Numerics;

namespace TinyAutograd;

/// <summary>The mean of each window along one axis: <see cref="VariableOps.AvgPool1d"/> as a layer.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class AvgPool1d<T> : PoolingLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A pool of windows of one size.</summary>
    /// <param name="kernelSize">Size of a window, ≥ 1.</param>
    /// <param name="stride">From window to window, ≥ 1; the window's size unless given.</param>
    /// <param name="padding">On each side, from 0 to half of the window; 0 unless given.</param>
    /// <param name="countIncludePad">Whether the mean counts the zeros of the padding.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public AvgPool1d(
        int kernelSize,
        int? stride = null,
        int padding = 0,
        bool countIncludePad = true
    )
        : base(
            new SlidingPooling(
                "AvgPool1d",
                kernelSize,
                stride ?? kernelSize,
                padding,
                countIncludePad,
                Dimensions: 1
            ),
            static attributes => new AvgPool2dOp<T>(attributes)
        ) { }
}
