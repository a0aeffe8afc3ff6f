using System.Numerics;

namespace TinyAutograd;

/// <summary>Guards for the numbers that steer an optimizer or a schedule.</summary>
/// <remarks>The name is that of the parameter; a setter, whose parameter is called value, adds that of its property for the message.</remarks>
internal static class Hyperparameter
{
    /// <summary>The value, if it is finite and ≥ 0.</summary>
    public static double NotNegative(double value, string name, string? property = null) =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                $"{property ?? name} must be finite and ≥ 0."
            );

    /// <summary>The value, if it is finite and > 0.</summary>
    public static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and > 0.");

    /// <summary>The value, if it lies in [0, 1), also when it is rounded to <typeparamref name="T"/>.</summary>
    public static double Share<T>(double value, string name, string? property = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        value >= 0 && T.CreateTruncating(value) < T.One
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                $"{property ?? name} must lie in [0, 1), also when it is rounded to {typeof(T).Name}."
            );

    /// <summary>The value, if it is ≥ <paramref name="least"/>.</summary>
    public static int AtLeast(int least, int value, string name) =>
        value >= least
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be ≥ {least}.");
}
