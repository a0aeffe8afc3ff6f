using System.Buffers;
using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>What tokenizers share: a text is the bytes of its tokens.</summary>
internal static class TokenBytes
{
    /// <summary>The bytes of these tokens, one after the other.</summary>
    public static ArrayBufferWriter<byte> Concatenate(
        ITokenizer tokenizer,
        ReadOnlySpan<int> tokens
    )
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var token in tokens)
        {
            bytes.Write(tokenizer.Bytes(token));
        }
        return bytes;
    }

    /// <summary>The text of these tokens; what is not UTF-8 becomes U+FFFD, one for each maximal part of a character.</summary>
    public static string Decode(ITokenizer tokenizer, ReadOnlySpan<int> tokens) =>
        Encoding.UTF8.GetString(Concatenate(tokenizer, tokens).WrittenSpan);

    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public static void ThrowIfUnknown(int token, int vocabularySize)
    {
        if ((uint)token >= (uint)vocabularySize)
        {
            throw new ArgumentOutOfRangeException(
                null, // it may be one of several
                token,
                $"Token {token} is not in the vocabulary of {vocabularySize} tokens, 0 to {vocabularySize - 1}."
            );
        }
    }
}
