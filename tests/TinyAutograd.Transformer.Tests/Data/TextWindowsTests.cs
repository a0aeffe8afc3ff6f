namespace TinyAutograd.Transformer.Tests.Data;

public class TextWindowsTests
{
    private const int Context = 4;

    [Fact]
    public void Every_token_but_the_first_is_predicted_once_an_epoch_or_held_out()
    {
        // the tokens are their own places, so that each can be told
        foreach (var length in (int[])[9, 10, 12, 13, 100, 101, 104, 105])
        {
            var data = Windows(length, seed: length);
            var batches = data.Batches(Context, batchSize: 1, seed: 3);
            var trained = Enumerable
                .Range(0, batches.BatchesPerEpoch)
                .SelectMany(i => batches[i].Targets.ToArray());
            var heldOut = Targets(data.HeldOutExamples(Context)).ToArray();
            var windows = (length - 1) / Context;
            Assert.Equal(Enumerable.Range(1, windows * Context), trained.Concat(heldOut).Order());
            // one piece
            Assert.Equal(Enumerable.Range(heldOut[0], heldOut.Length), heldOut);
            Assert.Equal(
                Math.Clamp((int)Math.Round(windows * 0.1), 1, windows - 1),
                heldOut.Length / Context
            );
        }
    }

    [Fact]
    public void Targets_are_the_tokens_that_follow()
    {
        var batch = Windows(100, seed: 1).Batches(Context, batchSize: 7, seed: 1)[5];
        Assert.Equal(Shape.Of(7, Context), batch.Tokens.Shape);
        Assert.Equal(batch.Tokens.ToArray().Select(token => token + 1), batch.Targets.ToArray());
    }

    [Fact]
    public void Each_epoch_has_an_order_of_its_own_that_the_seed_decides()
    {
        Assert.Equal(Epoch(1, 0), Epoch(1, 0));
        Assert.NotEqual(Epoch(1, 0), Epoch(1, 1));
        Assert.NotEqual(Epoch(1, 0), Epoch(2, 0));
        Assert.Equal(Epoch(1, 0).Order(), Epoch(2, 1).Order());

        static int[] Epoch(long seed, int epoch)
        {
            var batches = Windows(401, seed: 1).Batches(Context, batchSize: 9, seed);
            return
            [
                .. Enumerable
                    .Range(epoch * batches.BatchesPerEpoch, batches.BatchesPerEpoch)
                    .SelectMany(i => batches[i].Tokens.ToArray())
                    .Take(90 * Context),
            ];
        }
    }

    [Fact]
    public void The_seed_of_the_data_decides_which_part_is_held_out()
    {
        var starts = Enumerable
            .Range(0, 50)
            .Select(seed => Targets(Windows(401, seed).HeldOutExamples(Context)).First())
            .ToArray();
        Assert.InRange(starts.Distinct().Count(), 25, 50);
        Assert.Equal(
            Targets(Windows(401, 7).HeldOutExamples(Context)),
            Targets(Windows(401, 7).HeldOutExamples(Context))
        );
    }

    [Fact]
    public void A_text_that_is_too_short_is_told_how_long_it_must_be()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            Windows(8, seed: 1).HeldOutExamples(Context)
        );
        Assert.Contains("8 tokens", error.Message, StringComparison.Ordinal);
        Assert.Contains("at least 9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_tells_texts_and_splits_apart()
    {
        var tokens = new TokenList([0, 1, 2, 1, 0], 3);
        string[] hashes =
        [
            new TextWindows(tokens, 1).Hash(),
            new TextWindows(tokens, 2).Hash(),
            new TextWindows(tokens, 1, heldOutShare: 0.2).Hash(),
            new TextWindows(new TokenList([0, 1, 2, 1, 1], 3), 1).Hash(),
            new TextWindows(new TokenList([0, 1, 2, 1, 0], 4), 1).Hash(),
        ];
        Assert.Equal(5, hashes.Distinct().Count());
        Assert.Equal(hashes[0], new TextWindows(new TokenList([0, 1, 2, 1, 0], 3), 1).Hash());
    }

    [Fact]
    public void Tokens_and_tokenizer_must_agree()
    {
        Assert.Contains(
            "Token 2 is 3",
            Assert.Throws<ArgumentException>(() => new TokenList([0, 1, 3], 3)).Message,
            StringComparison.Ordinal
        );
        var tokenizer = CharacterTokenizer.FromItems(["abc"]);
        Assert.Equal(4, TokenList.Of(tokenizer, "cab").VocabularySize);
        Assert.Throws<ArgumentException>(() =>
            new TextWindows(new TokenList([0, 1], 3), 1, tokenizer: tokenizer)
        );
    }

    private static TextWindows Windows(int length, long seed) =>
        new(new TokenList(Enumerable.Range(0, length), Math.Max(length, 2)), seed);

    private static IEnumerable<int> Targets(IExamples examples)
    {
        for (var i = 0; i < examples.Count; i++)
        {
            var (tokens, targets) = (new int[Context], new int[Context]);
            examples.Read(i, tokens, targets);
            foreach (var target in targets)
            {
                yield return target;
            }
        }
    }
}
