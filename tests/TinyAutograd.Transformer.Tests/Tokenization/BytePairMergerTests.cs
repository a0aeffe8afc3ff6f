using System.Text;

namespace TinyAutograd.Transformer.Tests.Tokenization;

/// <summary>The queue finds what GPT-2's own loop finds, at a cost near linear.</summary>
public class BytePairMergerTests
{
    private static readonly int[] GptBytes = ByteTokensOf(Gpt2.Tokenizer);

    [Fact]
    public void Pieces_are_merged_as_by_the_loop_that_merges_all_occurrences_of_the_best_pair() =>
        Texts.Hold(
            Texts.OfFewLetters,
            text =>
            {
                var tokenizer = BytePairTokenizer.Train(
                    [text],
                    new BytePairTrainingOptions { VocabularySize = 280, MinimumCount = 1 }
                );
                var merges = MergesOf(tokenizer);
                foreach (var word in new[] { text, new string([.. text.Reverse()]), text + text })
                {
                    Assert.Equal(Naive(merges, word), Merged(merges, word).Tokens);
                }
            }
        );

    [Fact]
    public void Any_text_is_merged_by_the_merges_of_gpt2_as_by_that_loop()
    {
        var merges = MergesOf(Gpt2.Tokenizer);
        Texts.Hold(
            Texts.OfScalars,
            text => Assert.Equal(Naive(merges, text), Merged(merges, text).Tokens)
        );
    }

    [Fact]
    public void An_encoding_is_that_of_the_pieces_one_after_the_other() =>
        Texts.Hold(
            Texts.OfScalars,
            text =>
            {
                var whole = new List<int>();
                foreach (var piece in new PreTokenizer(Encoding.UTF8.GetBytes(text)))
                {
                    whole.AddRange(Gpt2.Tokenizer.Encode(piece));
                }
                Assert.Equal(whole, Gpt2.Tokenizer.Encode(text));
            }
        );

    [Trait("Category", "Integration")]
    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("the")]
    [InlineData("é")]
    [InlineData("")] // random letters
    public void A_word_of_a_megabyte_costs_twice_as_much_as_half_of_it(string repeated)
    {
        const int Length = 1 << 20;
        var random = new RandomGenerator(5);
        var word =
            repeated.Length > 0
                ? string.Concat(Enumerable.Repeat(repeated, Length / repeated.Length))
                : string.Create(
                    Length,
                    random,
                    (letters, random) =>
                    {
                        foreach (ref var letter in letters)
                        {
                            letter = (char)('a' + random.NextInt32(26));
                        }
                    }
                );
        var merges = MergesOf(Gpt2.Tokenizer);
        var whole = Merged(merges, word).StepCount;
        var half = Merged(merges, word[..(word.Length / 2)]).StepCount;
        Assert.InRange(whole / (double)half, 1.5, 2.2);
        // at most 4 look-ups a byte, and 3 log₂ n comparisons for each of at most 2n places in the queue
        var n = Encoding.UTF8.GetByteCount(word);
        Assert.InRange(whole, n, 4.0 * n + 6.0 * n * Math.Log2(n));
        Assert.Equal(word, Gpt2.Tokenizer.Decode(Gpt2.Tokenizer.Encode(word)));
    }

    /// <summary>No training gives such merges, but a file may. Hugging Face's library does the same: merging all "ab" at once would leave no "a".</summary>
    [Fact]
    public void A_pair_of_lower_rank_that_a_merge_uncovers_goes_first()
    {
        MergeTable merges = new([new(1000, 'a', 1001), new('a', 'b', 1000)]);
        Assert.Equal([1001, 'b'], Merged(merges, "abab", i => i).Tokens);
    }

    internal static MergeTable MergesOf(BytePairTokenizer tokenizer) => tokenizer.Vocabulary.Merges;

    private static (List<int> Tokens, long StepCount) Merged(
        MergeTable merges,
        string word,
        Func<int, int>? byteToken = null
    )
    {
        var output = new List<int>();
        var bytes = byteToken is null ? GptBytes : [.. Enumerable.Range(0, 256).Select(byteToken)];
        var merger = new BytePairMerger(merges, bytes);
        merger.Merge(Encoding.UTF8.GetBytes(word), output);
        return (output, merger.StepCount);
    }

    // GPT-2's loop: the pair of least rank, everywhere from left to right, until no pair merges.
    private static List<int> Naive(MergeTable merges, string word)
    {
        var tokens = Encoding.UTF8.GetBytes(word).Select(value => GptBytes[value]).ToList();
        while (true)
        {
            var rank = Enumerable
                .Range(0, Math.Max(0, tokens.Count - 1))
                .Select(i => merges.Rank(tokens[i], tokens[i + 1]))
                .DefaultIfEmpty(MergeTable.None)
                .Min();
            if (rank == MergeTable.None)
            {
                return tokens;
            }
            var merged = new List<int>();
            for (var i = 0; i < tokens.Count; i++)
            {
                var isPair = i + 1 < tokens.Count && merges.Rank(tokens[i], tokens[i + 1]) == rank;
                merged.Add(isPair ? merges.Result(rank) : tokens[i]);
                i += isPair ? 1 : 0;
            }
            tokens = merged;
        }
    }

    private static int[] ByteTokensOf(BytePairTokenizer tokenizer) =>
        tokenizer.Vocabulary.ByteTokens;
}
