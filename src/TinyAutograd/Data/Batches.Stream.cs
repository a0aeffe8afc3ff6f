namespace TinyAutograd;

/// <content>Batches of what is too much for memory, or comes one by one.</content>
public sealed partial class Batches
{
    /// <summary>Shuffled batches of a stream, in bounded memory: of the items read so far at most <paramref name="bufferSize"/> wait, and one of them,
    /// drawn at random, leaves for each that comes in.</summary>
    /// <param name="items">Read once, as the batches are taken.</param>
    /// <param name="batchSize">Items per batch, ≥ 1.</param>
    /// <param name="bufferSize">How many items wait, ≥ 1. An item leaves at most so many places before its own, less one; with 1 the order stays, with as many as
    /// there are items every order is equally likely.</param>
    /// <param name="seed">Decides the order, with the epoch.</param>
    /// <param name="epoch">Number of the epoch, ≥ 0: another order for each.</param>
    /// <param name="dropsLast">Whether a last batch that is smaller than the others is left out; otherwise it is kept.</param>
    /// <returns>Each item once.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static IEnumerable<TItem[]> Stream<TItem>(
        IEnumerable<TItem> items,
        int batchSize,
        int bufferSize,
        long seed,
        long epoch = 0,
        bool dropsLast = false
    )
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        return Shuffled(items, bufferSize, seed, epoch)
            .Chunk(batchSize)
            .Where(batch => !dropsLast || batch.Length == batchSize);
    }

    private static IEnumerable<TItem> Shuffled<TItem>(
        IEnumerable<TItem> items,
        int bufferSize,
        long seed,
        long epoch
    )
    {
        var random = new RandomGenerator(seed).Fork((ulong)epoch); // here, so that each walk draws anew
        var waiting = new List<TItem>();
        foreach (var item in items)
        {
            if (waiting.Count < bufferSize)
            {
                waiting.Add(item);
                continue;
            }
            var place = random.NextInt32(bufferSize);
            yield return waiting[place];
            waiting[place] = item;
        }
        var rest = waiting.ToArray();
        random.Shuffle(rest.AsSpan());
        foreach (var item in rest)
        {
            yield return item;
        }
    }
}
