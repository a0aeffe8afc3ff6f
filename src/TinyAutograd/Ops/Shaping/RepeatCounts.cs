namespace TinyAutograd;

/// <summary>The guard of counts of tiles.</summary>
internal static class RepeatCounts
{
    /// <summary>Throws unless a shape can have so many axes, and every count is ≥ 0.</summary>
    /// <exception cref="ArgumentException">More than 8 counts, or a negative one.</exception>
    public static void ThrowIfInvalid(string op, ReadOnlySpan<int> counts)
    {
        if (counts.Length > Shape.MaxRank)
        {
            throw new ArgumentException(
                $"{op}: {counts.Length} counts were given; a shape has at most {Shape.MaxRank} axes."
            );
        }
        foreach (var count in counts)
        {
            if (count < 0)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(counts),
                    count,
                    $"{op}: a count of [{string.Join(", ", counts.ToArray())}] is negative."
                );
            }
        }
    }
}
