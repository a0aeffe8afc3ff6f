using System.Text;

namespace TinyAutograd.Transformer.Tests.Tokenization;

/// <summary>What a benchmark of encoding repeats: GPT-2's vocabulary and two megabyte texts, one like prose and one in which no word comes
/// twice. Prints and times nothing.</summary>
public sealed class EncodingWorkload
{
    private const int Length = 1_000_000;

    private static readonly BytePairTokenizer Tokenizer = Gpt2.Tokenizer;

    private static readonly string[] CommonWords =
    [
        .. "the of and to in is that it was for on are with as his they be at one have this from or had by not but what all were when we there can an your which their said if do will each about how up out them then she many some so these would other into has more her two like him see time could no make than first been its who now people my made over did down only way find use may water long little very after words called just where most know".Split(
            ' '
        ),
    ];

    private EncodingWorkload(string text) =>
        (Text, ByteCount) = (text, Encoding.UTF8.GetByteCount(text));

    /// <summary>A megabyte in which few words are frequent and most are rare, as in prose.</summary>
    public static EncodingWorkload Prose { get; } = new(Write(rank => CommonWords[rank]));

    /// <summary>A megabyte of random words: the cache never helps.</summary>
    public static EncodingWorkload NewWords { get; } = new(Write(_ => null));

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Its bytes of UTF-8: MB/s are these, times the runs, over the seconds.</summary>
    public int ByteCount { get; }

    /// <summary>The measured work, once.</summary>
    /// <returns>Number of tokens, so that nothing is optimised away.</returns>
    public int Run() => Tokenizer.Encode(Text).Length;

    // Nine of ten words are common ones, the first the most frequent; the others are new.
    private static string Write(Func<int, string?> common)
    {
        var random = new RandomGenerator(1);
        var text = new StringBuilder(Length);
        while (text.Length < Length)
        {
            var rank = (int)(CommonWords.Length * Math.Pow(random.NextDouble(), 3));
            var word = random.NextInt32(10) > 0 ? common(rank) : null;
            text.Append(word ?? NewWord(random));
            text.Append(random.NextInt32(12) == 0 ? ".\n" : " ");
        }
        return text.ToString(0, Length);
    }

    private static string NewWord(RandomGenerator random) =>
        string.Create(
            4 + random.NextInt32(8),
            random,
            static (letters, random) =>
            {
                foreach (ref var letter in letters)
                {
                    letter = (char)('a' + random.NextInt32(26));
                }
            }
        );
}
