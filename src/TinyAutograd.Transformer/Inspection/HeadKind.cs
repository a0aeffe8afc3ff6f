namespace TinyAutograd.Transformer;

/// <summary>What a head may be in the habit of looking at.</summary>
public enum HeadKind
{
    /// <summary>The position that looks.</summary>
    Itself,

    /// <summary>The position before.</summary>
    PreviousLetter,

    /// <summary>The first position, where the mark stands.</summary>
    FirstPosition,

    /// <summary>Earlier positions with the same letter.</summary>
    SameLetter,

    /// <summary>Positions behind an earlier occurrence of the same letter: what came next last time ("induction").</summary>
    AfterSameLetter,
}

/// <summary>How much a head looks at one kind of position.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Mass">Mean attention on the positions of the kind, in [0, 1], over the rows that have a choice.</param>
/// <param name="Chance">The same for a head that looks everywhere alike: the mean share of such positions.</param>
/// <param name="RowCount">Number of rows that have a choice: some of the positions that they may look at are of the kind, and never all.</param>
public sealed record HeadKindScore(HeadKind Kind, double Mass, double Chance, int RowCount)
{
    /// <summary>Mass above chance: 0 for a head that looks everywhere alike, negative for one that looks away.</summary>
    public double Margin => Mass - Chance;
}

/// <summary>What kind of head it is, if any.</summary>
/// <param name="Layer">From 0.</param>
/// <param name="Head">From 0.</param>
/// <param name="Kind">The kind with the largest margin if that exceeds <paramref name="Threshold"/>, else null.</param>
/// <param name="Threshold">The margin that a kind must exceed to be named.</param>
/// <param name="Scores">One for each kind.</param>
public sealed record HeadKindReport(
    int Layer,
    int Head,
    HeadKind? Kind,
    double Threshold,
    IReadOnlyList<HeadKindScore> Scores
);
