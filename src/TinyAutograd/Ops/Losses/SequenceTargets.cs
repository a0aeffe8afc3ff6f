namespace TinyAutograd;

/// <summary>The targets of padded sequences in one row, those of the padding marked.</summary>
internal static class SequenceTargets
{
    /// <summary>What stands in place of a target that does not count.</summary>
    public const int Padding = -1;

    /// <summary>Marks the padding.</summary>
    /// <returns>(B·T): the targets, and <see cref="Padding"/> behind the end of each sequence.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, a length is not in [0, T], or a target is not a class.</exception>
    public static Indices Of(string op, Shape scores, Indices targets, Indices lengths)
    {
        if (
            scores.Rank != 3
            || targets.Shape != scores.Without(2)
            || lengths.Rank != 1
            || lengths.Length != scores[0]
        )
        {
            throw new ArgumentException(
                $"{op}: scores {scores}, targets {targets.Shape} and lengths {lengths.Shape} do not fit: they are (B, T, V), (B, T) and (B)."
            );
        }
        var (positions, classes) = (scores[1], scores[2]);
        var counted = targets.ToArray();
        for (var sequence = 0; sequence < lengths.Length; sequence++)
        {
            if (lengths[sequence] < 0 || lengths[sequence] > positions)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(lengths),
                    lengths[sequence],
                    $"{op}: length {lengths[sequence]} of sequence {sequence} is not in [0, {positions}]."
                );
            }
            var row = counted.AsSpan(sequence * positions, positions);
            for (var t = 0; t < lengths[sequence]; t++)
            {
                if ((uint)row[t] >= (uint)classes)
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(targets),
                        row[t],
                        $"{op}: target {row[t]} at position ({sequence}, {t}) is not a class in [0, {classes})."
                    );
                }
            }
            row[lengths[sequence]..].Fill(Padding);
        }
        return Indices.Own(counted, [counted.Length]);
    }
}
