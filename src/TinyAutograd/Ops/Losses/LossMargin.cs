namespace TinyAutograd;

/// <summary>The guard of margins.</summary>
internal static class LossMargin
{
    /// <summary>Throws unless a margin lies within its bounds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not, or is NaN.</exception>
    public static void ThrowIfOutside(string op, double margin, double least, double most)
    {
        if (!(margin >= least && margin <= most))
        {
            var bounds =
                most == double.MaxValue
                    ? "finite" + (least == 0 ? " and ≥ 0" : "")
                    : FormattableString.Invariant($"in [{least}, {most}]");
            throw new ArgumentOutOfRangeException(
                nameof(margin),
                margin,
                FormattableString.Invariant($"{op}: margin is {margin}, must be {bounds}.")
            );
        }
    }
}
