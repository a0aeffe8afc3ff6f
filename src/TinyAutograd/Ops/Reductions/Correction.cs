namespace TinyAutograd;

/// <summary>What var and std subtract from the number of elements.</summary>
internal static class Correction
{
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static void ThrowIfNegative(string op, int correction)
    {
        if (correction < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(correction),
                correction,
                $"{op}: a correction of {correction} is negative."
            );
        }
    }
}
