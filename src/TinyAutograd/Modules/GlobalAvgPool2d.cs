using System.Numerics;

namespace TinyAutograd;

/// <summary>The mean of each channel of an image, (N, C, H, W) to (N, C): <see cref="VariableOps.GlobalAvgPool2d"/> as a layer.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class GlobalAvgPool2d<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Takes the means.</summary>
    /// <param name="x">(N, C, H, W), H and W ≥ 1.</param>
    /// <returns>(N, C).</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public override Variable<T> Forward(Variable<T> x) => x.GlobalAvgPool2d();
}
