using System.Numerics;

namespace TinyAutograd;

/// <summary>The largest element of each window along one axis: <see cref="VariableOps.MaxPool1d"/> as a layer.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class MaxPool1d<T> : PoolingLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A pool of windows of one size.</summary>
    /// <param name="kernelSize">Size of a window, ≥ 1.</param>
    /// <param name="stride">From window to window, ≥ 1; the window's size unless given.</param>
    /// <param name="padding">On each side, from 0 to half of the window; 0 unless given.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public MaxPool1d(int kernelSize, int? stride = null, int padding = 0)
        : base(
            new SlidingPooling(
                "MaxPool1d",
                kernelSize,
                stride ?? kernelSize,
                padding,
                Dimensions: 1
            ),
            static attributes => new MaxPool2dOp<T>(attributes)
        ) { }
}
