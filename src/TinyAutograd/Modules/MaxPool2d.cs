using System.Numerics;

namespace TinyAutograd;

/// <summary>The largest element of each window of an image: <see cref="VariableOps.MaxPool2d"/> as a layer.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class MaxPool2d<T> : PoolingLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A pool of windows of one size.</summary>
    /// <param name="kernelSize">Size of a window, ≥ 1.</param>
    /// <param name="stride">From window to window, ≥ 1; the window's size unless given.</param>
    /// <param name="padding">On each side, from 0 to half of the window; 0 unless given.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public MaxPool2d(
        HeightWidth kernelSize,
        HeightWidth? stride = null,
        HeightWidth? padding = null
    )
        : base(
            new SlidingPooling("MaxPool2d", kernelSize, stride ?? kernelSize, padding ?? 0),
            static attributes => new MaxPool2dOp<T>(attributes)
        ) { }
}
