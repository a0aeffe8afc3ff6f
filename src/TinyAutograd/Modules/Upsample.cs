using System.Numerics;

namespace TinyAutograd;

/// <summary>How an image is enlarged.</summary>
public enum UpsampleMode
{
    /// <summary>Each element is repeated.</summary>
    Nearest,

    /// <summary>Linear between the centres of elements along both axes.</summary>
    Bilinear,
}

/// <summary>An image enlarged by whole factors: <see cref="VariableOps.UpsampleNearest2d"/> or <see cref="VariableOps.UpsampleBilinear2d"/> as a layer.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Upsample<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly HeightWidth factor;
    private readonly UpsampleMode mode;

    /// <summary>An enlargement.</summary>
    /// <param name="factor">How many times as high and as wide, ≥ 1.</param>
    /// <param name="mode">How the new elements follow from the old.</param>
    /// <exception cref="ArgumentException">A factor is not positive, or there is no such mode.</exception>
    public Upsample(HeightWidth factor, UpsampleMode mode = UpsampleMode.Nearest)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor.Height, nameof(factor));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor.Width, nameof(factor));
        if (!Enum.IsDefined(mode))
        {
            throw new ArgumentOutOfRangeException(
                nameof(mode),
                mode,
                "Upsample: there is no such mode."
            );
        }
        (this.factor, this.mode) = (factor, mode);
    }

    /// <inheritdoc/>
    protected override string Attributes => $"factor: {factor}, mode: {mode}";

    /// <summary>Enlarges.</summary>
    /// <param name="x">(N, C, H, W), H and W ≥ 1.</param>
    /// <returns>(N, C, H·factor, W·factor).</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public override Variable<T> Forward(Variable<T> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 4)
        {
            throw new ArgumentException($"Upsample: x {x.Shape} must be (N, C, H, W).");
        }
        HeightWidth size = checked((x.Shape[2] * factor.Height, x.Shape[3] * factor.Width));
        return mode == UpsampleMode.Nearest
            ? x.UpsampleNearest2d(size)
            : x.UpsampleBilinear2d(size);
    }
}
