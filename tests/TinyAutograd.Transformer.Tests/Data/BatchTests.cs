namespace TinyAutograd.Transformer.Tests.Data;

public class BatchTests
{
    private static readonly string[] Items = ["a", "b", "c", "ab", "bc", "ca"];
    private readonly CharacterTokenizer tokenizer = CharacterTokenizer.FromItems(["abc"]);

    [Fact]
    public void Targets_are_the_tokens_that_follow_and_padding_is_ignored()
    {
        var batch = Batch.Of(tokenizer, ["ab", "cba"], contextLength: 4);
        Assert.Equal([0, 1, 2, 0, 0, 3, 2, 1], batch.Tokens.ToArray());
        Assert.Equal([1, 2, 0, -100, 3, 2, 1, 0], batch.Targets.ToArray());
        Assert.Equal(7, batch.PredictionCount);
    }

    [Fact]
    public void An_item_that_is_too_long_is_named_with_the_context_it_needs()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Batch.Of(tokenizer, ["abca"], contextLength: 4)
        );
        Assert.Contains("\"abca\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("at least 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_epoch_shows_every_item_once_and_each_epoch_has_its_own_order()
    {
        var batches = new ShuffledBatches(
            tokenizer,
            Items,
            contextLength: 4,
            batchSize: 2,
            seed: 1
        );
        Assert.Equal(3, batches.BatchesPerEpoch);
        var first = Epoch(0);
        var second = Epoch(1);
        Assert.Equal(Items.Order(), first.Order());
        Assert.Equal(Items.Order(), second.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first, Epoch(0)); // any batch, at any time

        string[] Epoch(int number) =>
            [.. Enumerable.Range(number * 3, 3).SelectMany(i => Rows(batches[i]))];
    }

    [Fact]
    public void The_last_batch_of_an_epoch_is_filled_up()
    {
        var batches = new ShuffledBatches(
            tokenizer,
            ["a", "b", "c"],
            contextLength: 2,
            batchSize: 2,
            seed: 1
        );
        Assert.Equal(2, batches.BatchesPerEpoch);
        Assert.Equal([2, 2], batches[1].Tokens.Shape);
        Assert.Equal([5, 2], new ShuffledBatches(tokenizer, ["a"], 2, 5, 1)[0].Tokens.Shape);
    }

    [Fact]
    public void Batches_of_one_size_are_the_same_by_number_and_by_position()
    {
        foreach (var batchSize in new[] { 1, 2, 3, 5, 6, 7, 20 })
        {
            var batches = new ShuffledBatches(tokenizer, Items, 4, batchSize, seed: 3);
            var position = default(DataPosition);
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal(
                    batches[i].Tokens.ToArray(),
                    batches.At(position, batchSize).Tokens.ToArray()
                );
                position = batches.After(position, batchSize);
            }
        }
    }

    [Fact]
    public void Batches_may_change_their_size_and_every_epoch_still_shows_every_item()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new RandomGenerator(seed);
            var batches = new ShuffledBatches(tokenizer, Items, 4, batchSize: 2, seed);
            var position = default(DataPosition);
            var epoch = new List<string>();
            while (position.Epoch < 20)
            {
                var batchSize = 1 + random.NextInt32(14);
                var isLast = position.Item + batchSize >= Items.Length;
                epoch.AddRange(Rows(batches.At(position, batchSize)));
                var next = batches.After(position, batchSize);
                if (isLast)
                {
                    // Only the rows that fill up the last batch repeat, from the epoch's start.
                    Assert.Equal(Items.Order(), epoch.Take(Items.Length).Order());
                    Assert.All(
                        epoch.Skip(Items.Length).Select((item, i) => (item, i)),
                        pair => Assert.Equal(epoch[pair.i], pair.item)
                    );
                    epoch.Clear();
                }
                Assert.Equal(
                    isLast
                        ? new DataPosition(position.Epoch + 1, 0)
                        : position with
                        {
                            Item = position.Item + batchSize,
                        },
                    next
                );
                position = next;
            }
        }
    }

    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(0, 6, 1)]
    [InlineData(0, 0, 0)]
    public void Positions_and_sizes_that_do_not_exist_are_refused(
        long epoch,
        int item,
        int batchSize
    )
    {
        var batches = new ShuffledBatches(tokenizer, Items, 4, batchSize: 2, seed: 1);
        var position = new DataPosition(epoch, item);
        Assert.Throws<ArgumentOutOfRangeException>(() => batches.At(position, batchSize));
        Assert.Throws<ArgumentOutOfRangeException>(() => batches.After(position, batchSize));
    }

    private IEnumerable<string> Rows(Batch batch) =>
        batch.Tokens.ToArray().Chunk(4).Select(row => tokenizer.Decode(row));
}
