using System.Buffers;
using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>Byte-level byte-pair encoding, as GPT-2 has it: frequent words are one token, rare ones several, and no text is unknown. Immutable;
/// any number of threads may use it.</summary>
/// <remarks>A text is cut into words, each with the blank before it, and within each word neighbouring tokens are merged, beginning with its
/// bytes. Letters, digits and white space are those of the .NET runtime's Unicode version. Cost: O(n log w) for n bytes
/// in words of at most w. Sources: Sennrich et al. 2016; Radford et al. 2019, section 2.2.</remarks>
public sealed partial class BytePairTokenizer : ITokenizer
{
    /// <summary>How GPT-2 writes the mark between two texts.</summary>
    public const string EndOfText = "<|endoftext|>";

    private readonly AddedTokenSplitter splitter;
    private readonly PreTokenCache cache;

    internal BytePairTokenizer(BytePairVocabulary vocabulary, bool hasPrefixSpace = false)
    {
        Vocabulary = vocabulary;
        HasPrefixSpace = hasPrefixSpace;
        splitter = new AddedTokenSplitter(vocabulary.AddedTokens);
        cache = new PreTokenCache();
        SpecialTokens = vocabulary
            .AddedTokens.Where(added => added.IsSpecial)
            .ToDictionary(added => added.Content, added => added.Token, StringComparer.Ordinal);
        StartToken = SpecialTokens.TryGetValue(EndOfText, out var mark) ? mark : null;
        EndToken = StartToken;
    }

    private BytePairTokenizer(BytePairTokenizer other, int? startToken, int? endToken)
    {
        (Vocabulary, splitter, cache) = (other.Vocabulary, other.splitter, other.cache);
        (HasPrefixSpace, SpecialTokens) = (other.HasPrefixSpace, other.SpecialTokens);
        (StartToken, EndToken) = (startToken, endToken);
    }

    /// <inheritdoc/>
    public int VocabularySize => Vocabulary.Size;

    /// <summary>Number of pairs that merge.</summary>
    public int MergeCount => Vocabulary.Merges.Merges.Count;

    /// <summary>Texts that are one token by decree, in the order of their tokens.</summary>
    public IReadOnlyList<AddedToken> AddedTokens => Vocabulary.AddedTokens;

    /// <summary>The tokens of the marks by their text.</summary>
    public IReadOnlyDictionary<string, int> SpecialTokens { get; }

    /// <summary>Whether a blank is put before a text that does not begin with one, so that its first word is like the others. Decoding then
    /// gives that blank, too.</summary>
    public bool HasPrefixSpace { get; }

    /// <summary><see cref="EndOfText"/>, if it is a special token, unless <see cref="WithMarks"/> chose another.</summary>
    public int? StartToken { get; }

    /// <inheritdoc cref="StartToken"/>
    public int? EndToken { get; }

    /// <summary>The same tokenizer with other marks around a text.</summary>
    /// <param name="start">A special token, for example <c>&lt;s&gt;</c>; null for none.</param>
    /// <param name="end">A special token, for example <c>&lt;/s&gt;</c>; null for none.</param>
    /// <exception cref="ArgumentException">There is no such special token; the message lists those there are.</exception>
    public BytePairTokenizer WithMarks(string? start, string? end)
    {
        return new BytePairTokenizer(this, Mark(start), Mark(end));

        int? Mark(string? content) =>
            content is null ? null
            : SpecialTokens.TryGetValue(content, out var token) ? token
            : throw new ArgumentException(
                $"'{content}' is no special token of this tokenizer; it has {(SpecialTokens.Count == 0 ? "none" : string.Join(", ", SpecialTokens.Keys))}."
            );
    }

    /// <summary>The tokens of a text. Nothing in it is a mark: "&lt;|endoftext|&gt;" is encoded as the 13 characters that it is.</summary>
    /// <param name="text">Any text. Half a surrogate pair, which is no character, is read as U+FFFD "�".</param>
    /// <returns>At most as many tokens as the text has bytes of UTF-8.</returns>
    public int[] Encode(string text) => Encode(text, areSpecialTokensRead: false);

    /// <summary>The tokens of a text in which special tokens may be written, such as "&lt;|endoftext|&gt;". Not for texts of strangers.</summary>
    /// <inheritdoc cref="Encode(string)" path="/param"/>
    /// <inheritdoc cref="Encode(string)" path="/returns"/>
    public int[] EncodeWithSpecialTokens(string text) => Encode(text, areSpecialTokensRead: true);

    /// <summary>The tokens of any bytes, UTF-8 or not: <see cref="DecodeBytes"/> gives the same bytes back, but for white space that
    /// <see cref="HasPrefixSpace"/> adds or an added token strips.</summary>
    /// <param name="bytes">Bytes that are not UTF-8 count as symbols, like punctuation.</param>
    /// <returns>At most as many tokens as bytes.</returns>
    public int[] Encode(ReadOnlySpan<byte> bytes) => Encode(bytes, areSpecialTokensRead: false);

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> tokens) => TokenBytes.Decode(this, tokens);

    /// <summary>The bytes of any tokens: the inverse of encoding.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public byte[] DecodeBytes(ReadOnlySpan<int> tokens) =>
        TokenBytes.Concatenate(this, tokens).WrittenSpan.ToArray();

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(int token) => Vocabulary.Bytes(token);

    /// <summary>The tables.</summary>
    internal BytePairVocabulary Vocabulary { get; }

    private int[] Encode(string text, bool areSpecialTokensRead)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, bytes);
            return Encode(bytes.AsSpan(0, length), areSpecialTokensRead);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private int[] Encode(ReadOnlySpan<byte> bytes, bool areSpecialTokensRead)
    {
        var encoding = new BytePairEncoding(
            new BytePairMerger(Vocabulary.Merges, Vocabulary.ByteTokens),
            cache,
            HasPrefixSpace
        );
        splitter.Split(bytes, areSpecialTokensRead, encoding);
        return [.. encoding.Tokens];
    }
}
