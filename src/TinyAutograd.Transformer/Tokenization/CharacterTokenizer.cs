using System.Collections.Immutable;
using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>One token per character, and one mark that starts and ends every item. Immutable.</summary>
/// <remarks>Characters are Unicode scalar values (runes), so that no symbol is torn apart. Token 0 is the mark; the characters follow in
/// ascending order.</remarks>
public sealed class CharacterTokenizer
{
    /// <summary>The token that stands before and after every item.</summary>
    public const int Mark = 0;

    /// <summary>How the mark is written where it has to be shown.</summary>
    public const string MarkText = "·";

    private readonly ImmutableArray<Rune> runes;
    private readonly Dictionary<Rune, int> tokens;

    /// <summary>A tokenizer for these characters.</summary>
    /// <param name="characters">Each at least once, in any order.</param>
    /// <exception cref="ArgumentException">There are fewer than two different characters: nothing could be learned.</exception>
    public CharacterTokenizer(IEnumerable<Rune> characters)
    {
        ArgumentNullException.ThrowIfNull(characters);
        runes = [.. characters.Distinct().Order()];
        if (runes.Length < 2)
        {
            throw new ArgumentException(
                $"The vocabulary holds {runes.Length} different character{(runes.Length == 1 ? "" : "s")}; a language needs at least 2.",
                nameof(characters)
            );
        }
        tokens = runes
            .Select((rune, i) => (rune, i))
            .ToDictionary(pair => pair.rune, pair => pair.i + 1);
    }

    /// <summary>A tokenizer for the characters of these items.</summary>
    /// <exception cref="ArgumentException">There are fewer than two different characters.</exception>
    public static CharacterTokenizer FromItems(IEnumerable<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new CharacterTokenizer(items.SelectMany(item => item.EnumerateRunes()));
    }

    /// <summary>Number of tokens: the characters and the mark.</summary>
    public int VocabularySize => runes.Length + 1;

    /// <summary>The characters in the order of their tokens, from token 1.</summary>
    public string Characters => string.Concat(runes);

    /// <summary>The tokens of a text, without marks.</summary>
    /// <param name="text">Characters of the vocabulary.</param>
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
                throw new ArgumentException(
                    $"'{rune}' (character {encoded.Count + 1} of \"{text}\") is not in the vocabulary: {Characters}",
                    nameof(text)
                );
            }
            encoded.Add(token);
        }
        return [.. encoded];
    }

    /// <summary>The text of one token; the mark is <see cref="MarkText"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such token.</exception>
    public string Decode(int token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, VocabularySize);
        return token == Mark ? MarkText : runes[token - 1].ToString();
    }

    /// <summary>The text of several tokens; marks are left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such token.</exception>
    public string Decode(ReadOnlySpan<int> sequence)
    {
        var text = new StringBuilder(sequence.Length);
        foreach (var token in sequence)
        {
            text.Append(token == Mark ? "" : Decode(token));
        }
        return text.ToString();
    }
}
