using System.Numerics;

namespace TinyAutograd;

/// <summary>The mean of each of so many windows that cover an image, whatever its size: <see cref="VariableOps.AdaptiveAvgPool2d"/> as a layer.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class AdaptiveAvgPool2d<T> : PoolingLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A pool of so many windows.</summary>
    /// <param name="outputSize">(H', W'), number of windows along each axis, ≥ 1.</param>
    /// <exception cref="ArgumentException">A number is not positive.</exception>
    public AdaptiveAvgPool2d(HeightWidth outputSize)
        : base(
            new AdaptivePooling("AdaptiveAvgPool2d", outputSize),
            static attributes => new AvgPool2dOp<T>(attributes)
        ) { }
}
