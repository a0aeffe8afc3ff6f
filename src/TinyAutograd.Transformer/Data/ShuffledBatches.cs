namespace TinyAutograd.Transformer;

/// <summary>Endless batches: every item once per epoch, each epoch in an order of its own that the seed decides. Batch n is always the same,
/// so a run resumes at any step.</summary>
/// <remarks>An epoch's last batch is filled up from the epoch's start, so that all batches have one size.</remarks>
public sealed class ShuffledBatches
{
    private readonly IExamples examples;
    private readonly IExampleOrder order;
    private readonly int batchSize;

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
        examples = new ItemExamples(tokenizer, items, contextLength);
        order = new ShuffledOrder(items.Count, seed);
        this.batchSize = batchSize;
    }

    /// <summary>Batches of any number of examples: the orders of the epochs take no memory.</summary>
    /// <param name="examples">At least one.</param>
    /// <param name="batchSize">B, rows per batch, at least 1.</param>
    /// <param name="seed">Decides the orders.</param>
    /// <exception cref="ArgumentException">No examples, or a batch size below 1.</exception>
    public ShuffledBatches(IExamples examples, int batchSize, long seed)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(examples.Count, 1, nameof(examples));
        this.examples = examples;
        order = new PermutedOrder(examples.Count, seed);
        this.batchSize = batchSize;
    }

    /// <summary>Number of examples per epoch.</summary>
    public int ExampleCount => examples.Count;

    /// <summary>Batches per epoch: ⌈items / batch size⌉.</summary>
    public int BatchesPerEpoch => (int)((ExampleCount + (long)batchSize - 1) / batchSize);

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
        return Batch.Read(
            examples,
            batchSize,
            row => order.At(position.Epoch, (int)((position.Item + (long)row) % ExampleCount))
        );
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
        return shown < ExampleCount
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
            ExampleCount,
            nameof(position)
        );
    }
}
