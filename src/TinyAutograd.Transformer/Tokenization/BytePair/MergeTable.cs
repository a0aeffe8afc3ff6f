namespace TinyAutograd.Transformer;

/// <summary>Which two neighbouring tokens become one, and which pair goes first. Immutable.</summary>
internal sealed class MergeTable
{
    // The runtime seeds the hash of a pair by process: no file can be made to collide.
    private readonly Dictionary<(int Left, int Right), int> ranks;
    private readonly int[] results;

    /// <param name="merges">In the order of their ranks, no pair twice.</param>
    public MergeTable(IReadOnlyList<Merge> merges)
    {
        Merges = merges;
        ranks = new(merges.Count);
        results = new int[merges.Count];
        for (var rank = 0; rank < results.Length; rank++)
        {
            var (left, right, result) = merges[rank];
            ranks.Add((left, right), rank);
            results[rank] = result;
        }
    }

    /// <summary>A rank behind all others: the two do not merge.</summary>
    public const int None = int.MaxValue;

    /// <summary>In the order of their ranks.</summary>
    public IReadOnlyList<Merge> Merges { get; }

    /// <summary>The place of this pair in the order of merges; <see cref="None"/> if the two do not merge.</summary>
    public int Rank(int left, int right) =>
        ranks.TryGetValue((left, right), out var rank) ? rank : None;

    /// <summary>What the pair of this rank becomes.</summary>
    public int Result(int rank) => results[rank];
}
