namespace TinyAutograd;

/// <summary>Guards for the numbers that steer an optimizer or a schedule.</summary>
internal static class Hyperparameter
{
    /// <summary>The value, if it is finite and ≥ 0.</summary>
    public static double NotNegative(double value, string name) =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and ≥ 0.");

    /// <summary>The value, if it is finite and > 0.</summary>
    public static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and > 0.");

    /// <summary>The value, if it lies in [0, 1).</summary>
    public static double Share(double value, string name) =>
        value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must lie in [0, 1).");

    /// <summary>The value, if it is ≥ <paramref name="least"/>.</summary>
    public static int AtLeast(int least, int value, string name) =>
        value >= least
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be ≥ {least}.");
}
