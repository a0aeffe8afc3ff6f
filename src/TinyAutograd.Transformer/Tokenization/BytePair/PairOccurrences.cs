namespace TinyAutograd.Transformer;

/// <summary>Where a pair of neighbouring tokens stands in the words of a training, and how often that is in the texts.</summary>
internal sealed class PairOccurrences
{
    /// <summary>Occurrences in the texts.</summary>
    public long Count { get; set; }

    /// <summary>Places of the left token, ascending; some may be out of date.</summary>
    public List<int> Positions { get; } = [];
}
