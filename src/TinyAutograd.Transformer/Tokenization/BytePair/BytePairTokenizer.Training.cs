using System.Text;

namespace TinyAutograd.Transformer;

/// <content>Training.</content>
public sealed partial class BytePairTokenizer
{
    /// <summary>Learns a vocabulary from texts. The same texts and options give the same vocabulary, whatever the order of the texts.</summary>
    /// <param name="texts">Read once, one after the other; only their different words are kept in memory.</param>
    /// <param name="options">What the vocabulary shall be like.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Tokens 0 … 255 are the bytes in GPT-2's order, then come the merges in the order in which they were learned, then the
    /// special tokens. Among equally frequent pairs the one with the smaller left token was merged first, then the one with the smaller
    /// right token.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static BytePairTokenizer Train(
        IEnumerable<string> texts,
        BytePairTrainingOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var words = Count(texts, options.SpecialTokens, cancellationToken);
        var merges = new BytePairTrainer(words).Learn(
            options.VocabularySize - 256 - options.SpecialTokens.Count,
            options.MinimumCount,
            cancellationToken
        );
        return new BytePairTokenizer(VocabularyOf(merges, options.SpecialTokens));
    }

    private static WordCounts Count(
        IEnumerable<string> texts,
        IReadOnlyList<string> specialTokens,
        CancellationToken cancellationToken
    )
    {
        var words = new WordCounts();
        var splitter = new AddedTokenSplitter(Special(specialTokens, first: 0));
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ArgumentNullException.ThrowIfNull(text, nameof(texts));
            splitter.Split(Encoding.UTF8.GetBytes(text), areSpecialTokensRead: true, words);
        }
        return words;
    }

    private static BytePairVocabulary VocabularyOf(
        List<Merge> merges,
        IReadOnlyList<string> specialTokens
    )
    {
        var spellings = ByteAlphabet.InOrder.Select(value => ByteAlphabet.Spell([value])).ToList();
        var spelled = new List<(string, string)>(merges.Count);
        foreach (var (left, right, _) in merges)
        {
            spelled.Add((spellings[left], spellings[right]));
            spellings.Add(spellings[left] + spellings[right]);
        }
        var tokens = spellings
            .Select((spelling, token) => (spelling, token))
            .ToDictionary(pair => pair.spelling, pair => pair.token, StringComparer.Ordinal);
        return specialTokens.FirstOrDefault(tokens.ContainsKey) is { } clash
            ? throw new ArgumentException(
                $"Special token '{clash}' is how files spell another token. Choose another text, such as '<|{clash}|>'."
            )
            : new BytePairVocabulary(
                "what was trained",
                tokens,
                spelled,
                Special(specialTokens, tokens.Count)
            );
    }

    private static AddedToken[] Special(IReadOnlyList<string> contents, int first) =>
        [
            .. contents.Select(
                (content, i) => new AddedToken(content, first + i) { IsSpecial = true }
            ),
        ];
}
