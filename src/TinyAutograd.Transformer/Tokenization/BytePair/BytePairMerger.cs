namespace TinyAutograd.Transformer;

/// <summary>Merges the bytes of one piece into tokens. Keeps its memory from piece to piece; for one thread.</summary>
/// <remarks>Again and again the neighbouring pair of least rank, the leftmost among equals, becomes one token, until no pair is left. The
/// tokens form a linked list and the pairs a queue, so n bytes cost O(n log n). Where every token is made by one merge that follows those
/// of its parts, as training gives it, this is what GPT-2's own loop finds, which merges all occurrences of a pair at once. Source: Sennrich et al. 2016, algorithm 1.</remarks>
internal sealed class BytePairMerger(MergeTable merges, int[] byteTokens)
{
    private const int LongestPiece = 1 << 29;

    private readonly MergeQueue queue = new();
    private int[] tokens = [];
    private int[] previous = [];
    private int[] next = [];
    private int[] ranks = []; // of the pair that begins here; None where no pair or no token is left

    /// <summary>Number of look-ups and comparisons so far: the cost.</summary>
    public long StepCount { get; private set; }

    /// <summary>Appends the tokens of a piece.</summary>
    public void Merge(ReadOnlySpan<byte> piece, List<int> output)
    {
        Begin(piece);
        var before = queue.ComparisonCount;
        queue.Build();
        while (queue.Count > 0)
        {
            var (rank, position) = queue.Take();
            // a pair whose tokens have changed since has another rank by now
            if (ranks[position] == rank)
            {
                Join(position, rank, piece.Length);
            }
        }
        StepCount += queue.ComparisonCount - before;
        for (var position = 0; position < piece.Length; position = next[position])
        {
            output.Add(tokens[position]);
        }
    }

    private void Begin(ReadOnlySpan<byte> piece)
    {
        Reserve(piece.Length);
        for (var i = 0; i < piece.Length; i++)
        {
            tokens[i] = byteTokens[piece[i]];
            previous[i] = i - 1;
            next[i] = i + 1;
        }
        for (var i = 0; i < piece.Length; i++)
        {
            if (Rank(i, piece.Length) != MergeTable.None)
            {
                queue.Append(ranks[i], i);
            }
        }
    }

    // Each merge takes one pair out and puts at most two in, so there are never more than 2n.
    private void Reserve(int length)
    {
        if (length > LongestPiece)
        {
            throw new ArgumentException(
                $"The text has a word of {length:N0} bytes; at most {LongestPiece:N0} fit into memory. Encode it in parts."
            );
        }
        queue.Clear(2 * length);
        if (tokens.Length < length)
        {
            (tokens, previous, next, ranks) = (
                new int[length],
                new int[length],
                new int[length],
                new int[length]
            );
        }
    }

    private void Join(int left, int rank, int length)
    {
        var right = next[left];
        tokens[left] = merges.Result(rank);
        ranks[right] = MergeTable.None;
        next[left] = next[right];
        if (next[left] < length)
        {
            previous[next[left]] = left;
        }
        Add(left, length);
        if (previous[left] >= 0)
        {
            Add(previous[left], length);
        }
    }

    private void Add(int position, int length)
    {
        if (Rank(position, length) != MergeTable.None)
        {
            queue.Add(ranks[position], position);
        }
    }

    private int Rank(int position, int length)
    {
        StepCount++;
        var right = next[position];
        return ranks[position] =
            right < length ? merges.Rank(tokens[position], tokens[right]) : MergeTable.None;
    }
}
