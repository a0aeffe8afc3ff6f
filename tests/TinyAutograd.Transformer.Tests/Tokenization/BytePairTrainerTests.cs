using System.Text;
using System.Text.Json;
using FsCheck.Fluent;

namespace TinyAutograd.Transformer.Tests.Tokenization;

/// <summary>Training learns what counting all pairs anew for every merge would learn.</summary>
public class BytePairTrainerTests
{
    [Fact]
    public void The_merges_are_those_of_the_naive_reference() =>
        Texts.Hold(
            Texts.OfFewLetters.ArrayOf(),
            texts =>
            {
                foreach (var least in new[] { 1, 2, 3 })
                {
                    var tokenizer = Train(texts, 300, least);
                    Assert.Equal(
                        Naive(texts, 300 - 257, least),
                        tokenizer.Vocabulary.Merges.Merges.Select(merge =>
                            (merge.Left, merge.Right)
                        )
                    );
                }
            }
        );

    [Fact]
    public void The_merges_are_those_of_the_naive_reference_on_any_text() =>
        Texts.Hold(
            Texts.OfScalars,
            text =>
                Assert.Equal(
                    Naive([text], 40, 2),
                    Train([text], 297, 2)
                        .Vocabulary.Merges.Merges.Select(merge => (merge.Left, merge.Right))
                ),
            count: 100
        );

    [Fact]
    public void The_merges_are_those_of_hugging_faces_trainer()
    {
        var vector = JsonDocument
            .Parse(File.ReadAllBytes(Path.Combine(Gpt2.Folder, "training.json")))
            .RootElement;
        var wanted = vector.GetProperty("merges").EnumerateArray().Select(x => x.GetString());
        var tokenizer = Train([vector.GetProperty("text").GetString()!], 10_000, 1);
        var lines = Encoding.UTF8.GetString(Gpt2VocabularyFiles.MergesOf(tokenizer.Vocabulary));
        Assert.Equal(wanted, lines.Split('\n')[1..^1]);
        Assert.True(tokenizer.MergeCount > 200, $"{tokenizer.MergeCount} merges");
    }

    [Fact]
    public void Equally_frequent_pairs_go_by_their_left_token_then_by_their_right()
    {
        // "ac", "ab" and "ba" occur twice each; with equal counts "ab" comes first
        var tokenizer = Train(["ac.ac.ba.ba.ab.ab"], 260, 2);
        Assert.Equal(
            ["ab", "ac", "ba"],
            tokenizer.Vocabulary.Merges.Merges.Select(m => tokenizer.Decode([m.Result]))
        );
    }

    [Fact]
    public void Overlapping_pairs_are_merged_from_the_left()
    {
        var tokenizer = Train(["aaaaa"], 259, 1);
        // aa aa a: the pairs "aa a" and "aa aa" occur once each, and "a" is the smaller token
        Assert.Equal(["aa", "aaa"], Tokens(tokenizer, 256, 257));
        Assert.Equal([256, 257], tokenizer.Encode("aaaaa"));
    }

    [Fact]
    public void What_was_trained_needs_no_more_tokens_than_bytes_and_comes_back() =>
        Texts.Hold(
            Texts.OfScalars.ArrayOf(),
            texts =>
            {
                var tokenizer = Train(texts, 320, 2);
                foreach (var text in texts)
                {
                    var tokens = tokenizer.Encode(text);
                    Assert.True(tokens.Length <= Encoding.UTF8.GetByteCount(text));
                    Assert.Equal(text, tokenizer.Decode(tokens));
                }
                Assert.Equal(Spellings(tokenizer), Spellings(Train([.. texts.Reverse()], 320, 2)));
            },
            count: 100
        );

    [Fact]
    public void Special_tokens_come_last_and_cut_the_texts()
    {
        var tokenizer = BytePairTokenizer.Train(
            ["ab<sep>ab<|endoftext|>ab"],
            new BytePairTrainingOptions
            {
                VocabularySize = 400,
                SpecialTokens = ["<|endoftext|>", "<sep>"],
            }
        );
        Assert.Equal(259, tokenizer.VocabularySize);
        Assert.Equal(["ab", "<|endoftext|>", "<sep>"], Tokens(tokenizer, 256, 257, 258));
        Assert.Equal([256, 258, 256], tokenizer.EncodeWithSpecialTokens("ab<sep>ab"));
        Assert.Equal(257, tokenizer.EndToken);
        Assert.Equal(2, tokenizer.SpecialTokens.Count);
        var other = tokenizer.WithMarks(start: null, end: "<sep>");
        Assert.Equal(((int?)null, (int?)258), (other.StartToken, other.EndToken));
        Assert.Contains(
            "<sep>",
            Assert.Throws<ArgumentException>(() => tokenizer.WithMarks("<s>", null)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_text_without_pairs_gives_the_bytes()
    {
        var tokenizer = Train(["", "a", "b"], 1000, 1);
        Assert.Equal(0, tokenizer.MergeCount);
        Assert.Equal(257, tokenizer.VocabularySize);
        Assert.Equal("Größe", tokenizer.Decode(tokenizer.Encode("Größe")));
    }

    [Fact]
    public void Impossible_options_are_named()
    {
        Refused("at least 257", new() { VocabularySize = 256 });
        Refused("minimum count", new() { VocabularySize = 300, MinimumCount = 0 });
        Refused("twice", new() { VocabularySize = 300, SpecialTokens = ["<s>", "<s>"] });
        Refused("surrogate", new() { VocabularySize = 300, SpecialTokens = ["\ud800"] });
        Refused("empty", new() { VocabularySize = 300, SpecialTokens = [""] });
        Refused("bytes", new() { VocabularySize = 300, SpecialTokens = [new string('x', 257)] });
        Refused("spell", new() { VocabularySize = 300, SpecialTokens = ["a"] });
        Refused("spell", new() { VocabularySize = 300, SpecialTokens = ["Ġthe"] });

        static void Refused(string word, BytePairTrainingOptions options) =>
            Assert.Contains(
                word,
                Assert
                    .ThrowsAny<ArgumentException>(() =>
                        BytePairTokenizer.Train(["the the the the"], options)
                    )
                    .Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void Training_can_be_cancelled()
    {
        var options = new BytePairTrainingOptions { VocabularySize = 300 };
        Assert.Throws<OperationCanceledException>(() =>
            BytePairTokenizer.Train(["abab"], options, new CancellationToken(canceled: true))
        );
    }

    private static BytePairTokenizer Train(IEnumerable<string> texts, int size, int minimumCount) =>
        BytePairTokenizer.Train(
            texts,
            new BytePairTrainingOptions { VocabularySize = size, MinimumCount = minimumCount }
        );

    private static string[] Tokens(BytePairTokenizer tokenizer, params int[] tokens) =>
        [.. tokens.Select(token => tokenizer.Decode([token]))];

    private static IEnumerable<string?> Spellings(BytePairTokenizer tokenizer) =>
        Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.Vocabulary.Spelling);

    // All pairs counted anew for every merge: O(n) each.
    private static List<(int Left, int Right)> Naive(
        IEnumerable<string> texts,
        int mergeCount,
        int minimumCount
    )
    {
        var words = new List<List<int>>();
        foreach (var text in texts.SelectMany(text => text.Split("<|endoftext|>")))
        {
            foreach (var piece in new PreTokenizer(Encoding.UTF8.GetBytes(text)))
            {
                words.Add([
                    .. piece.ToArray().Select(value => Gpt2.Tokenizer.Vocabulary.ByteTokens[value]),
                ]);
            }
        }
        var merges = new List<(int, int)>();
        while (merges.Count < mergeCount)
        {
            var best = words
                .SelectMany(word => word.Zip(word.Skip(1)))
                .CountBy(pair => pair)
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key)
                .FirstOrDefault();
            if (best.Value < minimumCount || best.Value == 0)
            {
                break;
            }
            foreach (var word in words)
            {
                for (var i = 0; i + 1 < word.Count; i++)
                {
                    if ((word[i], word[i + 1]) == best.Key)
                    {
                        word[i] = 256 + merges.Count;
                        word.RemoveAt(i + 1);
                    }
                }
            }
            merges.Add(best.Key);
        }
        return merges;
    }
}
