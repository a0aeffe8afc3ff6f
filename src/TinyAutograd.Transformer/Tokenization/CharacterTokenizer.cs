using System.Collections.Immutable;
using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>One token per character, and one mark that starts and ends every item. Immutable.</summary>
/// <remarks>Characters are Unicode scalar values (runes), so that no symbol is torn apart. Token 0 is the mark; the characters follow in
/// ascending order, then, if wanted, one token for all unknown characters.</remarks>
public sealed class CharacterTokenizer : ITokenizer
{
    /// <summary>The token that stands before and after every item.</summary>
    public const int Mark = 0;

    /// <summary>How the mark is written where it has to be shown.</summary>
    public const string MarkText = "·";

    private readonly ImmutableArray<Rune> runes;
    private readonly Dictionary<Rune, int> tokens;
    private readonly byte[][] bytes;

    /// <summary>A tokenizer for these characters.</summary>
    /// <param name="characters">Each at least once, in any order.</param>
    /// <param name="hasUnknownToken">Whether characters that are not among them are encoded as <see cref="UnknownToken"/> and shown as "�";
    /// otherwise they are errors.</param>
    /// <exception cref="ArgumentException">There are fewer than two different characters: nothing could be learned.</exception>
    public CharacterTokenizer(IEnumerable<Rune> characters, bool hasUnknownToken = false)
    {
        ArgumentNullException.ThrowIfNull(characters);
        runes = [.. characters.Distinct().Order()];
        if (runes.Length < 2)
        {
            throw new ArgumentException(
                $"The vocabulary holds {runes.Length} different character{(runes.Length == 1 ? "" : "s")}; a language needs at least 2."
            );
        }
        tokens = runes
            .Select((rune, i) => (rune, i))
            .ToDictionary(pair => pair.rune, pair => pair.i + 1);
        UnknownToken = hasUnknownToken ? runes.Length + 1 : null;
        bytes =
        [
            [],
            .. runes.Select(Utf8),
        ];
        bytes = hasUnknownToken ? [.. bytes, Utf8(Rune.ReplacementChar)] : bytes;
    }

    /// <summary>A tokenizer for the characters of these items.</summary>
    /// <param name="items">Texts.</param>
    /// <param name="hasUnknownToken">Whether other characters have a token, too; otherwise they are errors.</param>
    /// <exception cref="ArgumentException">There are fewer than two different characters.</exception>
    public static CharacterTokenizer FromItems(
        IEnumerable<string> items,
        bool hasUnknownToken = false
    )
    {
        ArgumentNullException.ThrowIfNull(items);
        return new CharacterTokenizer(
            items.SelectMany(item =>
            {
                ArgumentNullException.ThrowIfNull(item, nameof(items));
                return item.EnumerateRunes();
            }),
            hasUnknownToken
        );
    }

    /// <summary>Number of tokens: the characters, the mark and, if there is one, the token for unknown characters.</summary>
    public int VocabularySize => bytes.Length;

    /// <summary>The last token, which stands for every character that is not in the vocabulary; null if those are errors.</summary>
    public int? UnknownToken { get; }

    /// <summary>The characters in the order of their tokens, from token 1.</summary>
    public string Characters => string.Concat(runes);

    /// <inheritdoc/>
    public int? StartToken => Mark;

    /// <inheritdoc/>
    public int? EndToken => Mark;

    /// <summary>The tokens of a text, without marks.</summary>
    /// <param name="text">Characters of the vocabulary; others, too, if there is an <see cref="UnknownToken"/>.</param>
    /// <returns>One token per character.</returns>
    /// <exception cref="ArgumentException">A character is not in the vocabulary; the message names it and its position.</exception>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var encoded = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!tokens.TryGetValue(rune, out var token))
            {
                token =
                    UnknownToken
                    ?? throw new ArgumentException(
                        $"'{rune}' (character {encoded.Count + 1} of \"{text}\") is not in the vocabulary: {Characters}"
                    );
            }
            encoded.Add(token);
        }
        return [.. encoded];
    }

    /// <summary>The text of one token; the mark is <see cref="MarkText"/>, an unknown character "�".</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such token.</exception>
    public string Decode(int token) =>
        token == Mark ? MarkText : Encoding.UTF8.GetString(Bytes(token));

    /// <summary>The text of several tokens; marks are left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such token.</exception>
    public string Decode(ReadOnlySpan<int> tokens) => TokenBytes.Decode(this, tokens);

    /// <summary>The character of a token in UTF-8; none for the mark.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such token.</exception>
    public ReadOnlySpan<byte> Bytes(int token)
    {
        TokenBytes.ThrowIfUnknown(token, VocabularySize);
        return bytes[token];
    }

    private static byte[] Utf8(Rune rune)
    {
        var utf8 = new byte[rune.Utf8SequenceLength];
        rune.EncodeToUtf8(utf8);
        return utf8;
    }
}
