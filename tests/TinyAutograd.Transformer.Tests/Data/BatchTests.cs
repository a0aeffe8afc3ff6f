namespace TinyAutograd.Transformer.Tests.Data;

public class BatchTests
{
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
        string[] items = ["a", "b", "c", "ab", "bc", "ca"];
        var batches = new ShuffledBatches(
            tokenizer,
            items,
            contextLength: 4,
            batchSize: 2,
            seed: 1
        );
        Assert.Equal(3, batches.BatchesPerEpoch);
        var first = Epoch(0);
        var second = Epoch(1);
        Assert.Equal(items.Order(), first.Order());
        Assert.Equal(items.Order(), second.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first, Epoch(0)); // any batch, at any time

        string[] Epoch(int number) =>
            [.. Enumerable.Range(number * 3, 3).SelectMany(i => Rows(batches[i]))];

        IEnumerable<string> Rows(Batch batch) =>
            batch.Tokens.ToArray().Chunk(4).Select(row => tokenizer.Decode(row));
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
}
