using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>What a byte-pair vocabulary shall be like.</summary>
public sealed record BytePairTrainingOptions
{
    /// <summary>V: 256 bytes, the merges and the special tokens. Fewer tokens come out where the text has no more pairs to merge.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>A pair must occur at least this often to be merged; 2 unless told.</summary>
    public long MinimumCount { get; init; } = 2;

    /// <summary>Marks, which take the last tokens. Where one is written in a text, the text is cut: it stands between two texts.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [BytePairTokenizer.EndOfText];

    /// <summary>Throws if a setting is impossible.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names it.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(SpecialTokens);
        var least = 256 + SpecialTokens.Count;
        Require(
            VocabularySize >= least,
            $"The vocabulary size is {VocabularySize}; 256 bytes and {SpecialTokens.Count} special tokens need at least {least}."
        );
        Require(MinimumCount >= 1, $"The minimum count is {MinimumCount}; it must be at least 1.");
        for (var i = 0; i < SpecialTokens.Count; i++)
        {
            var content = SpecialTokens[i];
            ArgumentException.ThrowIfNullOrEmpty(content, nameof(SpecialTokens));
            var bytes = Encoding.UTF8.GetBytes(content);
            Require(
                bytes.Length <= AddedToken.LongestContent,
                $"Special token '{content}' has {bytes.Length} bytes; at most {AddedToken.LongestContent} are possible."
            );
            Require(
                Encoding.UTF8.GetString(bytes) == content,
                $"Special token {i} has half a surrogate pair, which is no character."
            );
            Require(
                !SpecialTokens.Take(i).Contains(content, StringComparer.Ordinal),
                $"Special token '{content}' occurs twice."
            );
        }
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
