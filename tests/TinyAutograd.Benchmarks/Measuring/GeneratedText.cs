using System.Text;

namespace TinyAutograd.Benchmarks;

/// <summary>Texts to encode, the same each time: one like prose, and one in which no word comes twice.</summary>
internal static class GeneratedText
{
    private static readonly string[] CommonWords =
    [
        .. "the of and to in is that it was for on are with as his they be at one have this from or had by not but what all were when we there can an your which their said if do will each about how up out them then she many some so these would other into has more her two like him see time could no make than first been its who now people my made over did down only way find use may water long little very after words called just where most know".Split(
            ' '
        ),
    ];

    /// <summary>Few words are frequent and most are rare, as in prose.</summary>
    /// <param name="length">Number of letters, each a byte.</param>
    public static string Prose(int length) => Write(length, rank => CommonWords[rank]);

    /// <summary>Random words: no cache of words helps.</summary>
    /// <param name="length">Number of letters, each a byte.</param>
    public static string NewWords(int length) => Write(length, _ => null);

    // Nine of ten words are common ones, the first the most frequent; the others are new.
    private static string Write(int length, Func<int, string?> common)
    {
        var random = new RandomGenerator(1);
        var text = new StringBuilder(length);
        while (text.Length < length)
        {
            var rank = (int)(CommonWords.Length * Math.Pow(random.NextDouble(), 3));
            var word = random.NextInt32(10) > 0 ? common(rank) : null;
            text.Append(word ?? NewWord(random));
            text.Append(random.NextInt32(12) == 0 ? ".\n" : " ");
        }
        return text.ToString(0, length);
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
