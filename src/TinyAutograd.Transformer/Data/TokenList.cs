using System.Runtime.InteropServices;

namespace TinyAutograd.Transformer;

/// <summary>A text as tokens in memory. Immutable.</summary>
public sealed class TokenList : ITokenSequence
{
    private readonly int[] tokens;

    /// <summary>These tokens (copied).</summary>
    /// <param name="tokens">Each from 0 to below <paramref name="vocabularySize"/>.</param>
    /// <param name="vocabularySize">V, at least 2.</param>
    /// <exception cref="ArgumentException">A token is not in the vocabulary, which is named with its place.</exception>
    public TokenList(IEnumerable<int> tokens, int vocabularySize)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 2);
        this.tokens = [.. tokens];
        VocabularySize = vocabularySize;
        var wrong = Array.FindIndex(this.tokens, token => (uint)token >= (uint)vocabularySize);
        if (wrong >= 0)
        {
            throw new ArgumentException(
                $"Token {wrong} is {this.tokens[wrong]}; the vocabulary has 0 to {vocabularySize - 1}.",
                nameof(tokens)
            );
        }
        using var hash = new ContentHash();
        hash.Add(vocabularySize);
        foreach (var part in this.tokens.Chunk(1 << 16))
        {
            hash.Add(MemoryMarshal.AsBytes(part.AsSpan()));
        }
        Hash = hash.Finish();
    }

    /// <summary>The tokens of a text.</summary>
    /// <param name="tokenizer">Gives them.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The text has a character that the vocabulary cannot express.</exception>
    public static TokenList Of(ITokenizer tokenizer, string text)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        return new TokenList(tokenizer.Encode(text), tokenizer.VocabularySize);
    }

    /// <inheritdoc/>
    public long Count => tokens.Length;

    /// <inheritdoc/>
    public int VocabularySize { get; }

    /// <inheritdoc/>
    public string Hash { get; }

    /// <inheritdoc/>
    public void Read(long begin, Span<int> tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(begin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(begin, Count - tokens.Length);
        this.tokens.AsSpan((int)begin, tokens.Length).CopyTo(tokens);
    }
}
