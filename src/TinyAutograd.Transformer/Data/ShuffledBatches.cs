namespace TinyAutograd.Transformer;

/// <summary>Endless batches: every item once per epoch, each epoch in an order of its own that the seed decides. Batch n is always the same,
/// so a run resumes at any step.</summary>
/// <remarks>An epoch's last batch is filled up from the epoch's start, so that all batches have one size.</remarks>
public sealed class ShuffledBatches
{
    private readonly Batch all;
    private readonly int[] order;
    private readonly long seed;
    private readonly int batchSize;
    private long epoch = -1;

    /// <summary>Batches of these items.</summary>
    /// <param name="tokenizer">Gives the tokens.</param>
    /// <param name="items">At least one.</param>
    /// <param name="contextLength">T, number of positions.</param>
    /// <param name="batchSize">B, rows per batch, at least 1.</param>
    /// <param name="seed">Decides the orders.</param>
    /// <exception cref="ArgumentException">No items, an item too long, or a batch size below 1.</exception>
    public ShuffledBatches(
        CharacterTokenizer tokenizer,
        IReadOnlyList<string> items,
        int contextLength,
        int batchSize,
        long seed
    )
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(items.Count, 1, nameof(items));
        all = Batch.Of(tokenizer, items, contextLength);
        order = new int[items.Count];
        this.batchSize = batchSize;
        this.seed = seed;
    }

    /// <summary>Batches per epoch: ⌈items / batch size⌉.</summary>
    public int BatchesPerEpoch => (int)((order.Length + (long)batchSize - 1) / batchSize);

    /// <summary>Batch number <paramref name="index"/>, from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public Batch this[long index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            var (epoch, number) = Math.DivRem(index, BatchesPerEpoch);
            return At(new DataPosition(epoch, (int)(number * batchSize)), batchSize);
        }
    }

    /// <summary>The batch of some size that begins at a position, whatever the sizes of the batches before.</summary>
    /// <param name="position">Where it begins.</param>
    /// <param name="batchSize">B, rows of this batch, at least 1; with more rows than items, items repeat.</param>
    /// <returns>A batch of shape (B, T).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position or size.</exception>
    public Batch At(DataPosition position, int batchSize)
    {
        Validate(position, batchSize);
        Arrange(position.Epoch);
        var length = all.Tokens.Shape[1];
        var shape = Shape.Of(batchSize, length);
        var tokens = new int[shape.ElementCount];
        var targets = new int[shape.ElementCount];
        for (var row = 0; row < batchSize; row++)
        {
            var item = order[(int)((position.Item + (long)row) % order.Length)] * length;
            all.Tokens.AsSpan().Slice(item, length).CopyTo(tokens.AsSpan(row * length));
            all.Targets.AsSpan().Slice(item, length).CopyTo(targets.AsSpan(row * length));
        }
        return new Batch(Indices.Of(tokens, shape), Indices.Of(targets, shape));
    }

    /// <summary>The position behind a batch. It never skips an item of an epoch: the next epoch begins once all have been shown, so
    /// batches may change their size at any time.</summary>
    /// <param name="position">Where the batch began.</param>
    /// <param name="batchSize">B, its rows.</param>
    /// <returns>Where the next batch begins.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position or size.</exception>
    public DataPosition After(DataPosition position, int batchSize)
    {
        Validate(position, batchSize);
        var shown = position.Item + (long)batchSize;
        return shown < order.Length
            ? position with
            {
                Item = (int)shown,
            }
            : new DataPosition(position.Epoch + 1, 0);
    }

    private void Validate(DataPosition position, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(position.Epoch, nameof(position));
        ArgumentOutOfRangeException.ThrowIfNegative(position.Item, nameof(position));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(
            position.Item,
            order.Length,
            nameof(position)
        );
    }

    private void Arrange(long number)
    {
        if (number == epoch)
        {
            return;
        }
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }
        new RandomGenerator(seed).Fork((ulong)number).Shuffle(order.AsSpan());
        epoch = number;
    }
}
