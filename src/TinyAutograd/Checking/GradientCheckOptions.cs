namespace TinyAutograd;

/// <summary>How thorough a <see cref="GradientCheck"/> is.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>The highest order of derivatives that is checked: 1 or 2.</summary>
    public int MaxOrder { get; init; } = 2;

    /// <summary>Relative difference that is always allowed. Unless told 1e-6 for <see cref="double"/> and 1e-2 for <see cref="float"/>, whose
    /// values are too coarse to show a smaller fault by differences: prove a rule in double.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Inputs of at most this length are checked element by element; larger ones by <see cref="Directions"/> and <see cref="Samples"/>.</summary>
    public int ElementLimit { get; init; } = 64;

    /// <summary>Number of random directions (each element ±1) through a larger input.</summary>
    public int Directions { get; init; } = 4;

    /// <summary>Number of randomly chosen elements of a larger input.</summary>
    public int Samples { get; init; } = 8;

    /// <summary>Seed of the upstream gradient, the directions and the samples.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Throws where a value makes no sense.</summary>
    internal void ThrowIfInvalid()
    {
        if (MaxOrder is not (1 or 2))
        {
            throw new ArgumentException(
                $"GradientCheck: MaxOrder is {MaxOrder}; orders 1 and 2 can be checked."
            );
        }
        if (Tolerance is <= 0 or double.NaN)
        {
            throw new ArgumentException(
                $"GradientCheck: Tolerance is {Tolerance}; it must be positive."
            );
        }
        if (ElementLimit < 0 || Directions < 0 || Samples < 0 || Directions + Samples == 0)
        {
            throw new ArgumentException(
                "GradientCheck: ElementLimit, Directions and Samples must not be negative, and one of the last two positive."
            );
        }
    }
}
