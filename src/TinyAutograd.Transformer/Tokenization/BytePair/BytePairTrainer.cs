namespace TinyAutograd.Transformer;

/// <summary>Learns merges: again and again the most frequent pair of neighbouring tokens becomes a new token.</summary>
/// <remarks>Among equally frequent pairs the one with the smaller left token goes first, then the one with the smaller right token. All words
/// stand in one linked list, and each pair knows its places, so a merge costs as much as it changes: O(n log n) in all for
/// n bytes of different words. No two merges make the same token: spans with the same bytes, never crossed by a merge, have the same history. Source: Sennrich et al. 2016, algorithm 1.</remarks>
internal sealed class BytePairTrainer
{
    private readonly int[] tokens;
    private readonly int[] previous; // −1 before the first of a word
    private readonly int[] next; // −1 behind the last of a word
    private readonly long[] counts; // of the word that a place belongs to
    private readonly Dictionary<(int Left, int Right), PairOccurrences> pairs = [];
    private readonly HashSet<(int Left, int Right)> changed = [];
    private readonly PriorityQueue<
        (int Left, int Right),
        (long NegativeCount, int Left, int Right)
    > queue = new();

    /// <exception cref="ArgumentException">The different words have more bytes than memory can hold.</exception>
    public BytePairTrainer(WordCounts words)
    {
        if (words.ByteCount > Array.MaxLength)
        {
            throw new ArgumentException(
                $"The texts have different words of {words.ByteCount:N0} bytes in all; at most {Array.MaxLength:N0} can be trained on. Use less text."
            );
        }
        var length = (int)words.ByteCount;
        (tokens, previous, next) = (new int[length], new int[length], new int[length]);
        counts = new long[length];
        Lay(words);
    }

    /// <summary>Learns merges; new tokens are numbered from 256.</summary>
    /// <param name="mergeCount">At most so many.</param>
    /// <param name="minimumCount">A pair must occur so often.</param>
    /// <param name="cancellationToken">Ends the work with <see cref="OperationCanceledException"/>.</param>
    public List<Merge> Learn(int mergeCount, long minimumCount, CancellationToken cancellationToken)
    {
        var merges = new List<Merge>();
        Enqueue(minimumCount);
        while (merges.Count < mergeCount && queue.TryDequeue(out var pair, out var key))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // every change of a count is queued anew, so what differs is out of date
            if (
                pairs.TryGetValue(pair, out var occurrences)
                && occurrences.Count == -key.NegativeCount
            )
            {
                var merge = new Merge(pair.Left, pair.Right, 256 + merges.Count);
                merges.Add(merge);
                Apply(merge, occurrences);
                Enqueue(minimumCount);
            }
        }
        return merges;
    }

    private void Lay(WordCounts words)
    {
        var order = new int[256];
        for (var token = 0; token < order.Length; token++)
        {
            order[ByteAlphabet.InOrder[token]] = token;
        }
        var position = 0;
        foreach (var (word, count) in words.Words)
        {
            for (var i = 0; i < word.Length; i++, position++)
            {
                tokens[position] = order[word[i]];
                previous[position] = i == 0 ? -1 : position - 1;
                next[position] = i == word.Length - 1 ? -1 : position + 1;
                counts[position] = count;
                if (i > 0)
                {
                    Add(position - 1);
                }
            }
        }
    }

    private void Apply(Merge merge, PairOccurrences occurrences)
    {
        pairs.Remove((merge.Left, merge.Right));
        // from left to right, as all places of a pair were found in one pass: in "aaa" the first two are merged
        foreach (var left in occurrences.Positions)
        {
            var right = next[left];
            if (tokens[left] == merge.Left && right >= 0 && tokens[right] == merge.Right)
            {
                Join(left, right, merge.Result);
            }
        }
    }

    private void Join(int left, int right, int result)
    {
        var (before, after) = (previous[left], next[right]);
        if (before >= 0)
        {
            Remove(before);
        }
        if (after >= 0)
        {
            Remove(right);
            previous[after] = left;
        }
        tokens[left] = result;
        tokens[right] = -1;
        next[left] = after;
        if (before >= 0)
        {
            Add(before);
        }
        if (after >= 0)
        {
            Add(left);
        }
    }

    private void Add(int left)
    {
        var pair = (tokens[left], tokens[next[left]]);
        if (!pairs.TryGetValue(pair, out var occurrences))
        {
            occurrences = new PairOccurrences();
            pairs.Add(pair, occurrences);
        }
        occurrences.Count += counts[left];
        occurrences.Positions.Add(left);
        changed.Add(pair);
    }

    private void Remove(int left)
    {
        var pair = (tokens[left], tokens[next[left]]);
        // the pair that is being merged is gone already
        if (pairs.TryGetValue(pair, out var occurrences))
        {
            occurrences.Count -= counts[left];
            changed.Add(pair);
        }
    }

    private void Enqueue(long minimumCount)
    {
        foreach (var pair in changed)
        {
            var count = pairs[pair].Count;
            if (count == 0)
            {
                pairs.Remove(pair); // all of its places are out of date
            }
            else if (count >= minimumCount)
            {
                queue.Enqueue(pair, (-count, pair.Left, pair.Right));
            }
        }
        changed.Clear();
    }
}
