using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>One token per byte of UTF-8: any text in 256 tokens, and one mark that starts and ends a text. Immutable.</summary>
public sealed class ByteTokenizer : ITokenizer
{
    /// <summary>The token that stands before and behind every text; it stands for no byte.</summary>
    public const int Mark = 256;

    private static readonly byte[] Every =
    [
        .. Enumerable.Range(byte.MinValue, Mark).Select(value => (byte)value),
    ];

    /// <summary>257: the bytes and the mark.</summary>
    public int VocabularySize => Mark + 1;

    /// <inheritdoc/>
    public int? StartToken => Mark;

    /// <inheritdoc/>
    public int? EndToken => Mark;

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Encode(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The tokens of any bytes: their values.</summary>
    [SuppressMessage(
        "Performance",
        "CA1822",
        Justification = "Called like every other Encode, on a tokenizer."
    )]
    public int[] Encode(ReadOnlySpan<byte> bytes)
    {
        var tokens = new int[bytes.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = bytes[i];
        }
        return tokens;
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> tokens) => TokenBytes.Decode(this, tokens);

    /// <summary>The bytes of these tokens, marks left out: for tokens of bytes, the inverse of <see cref="Encode(ReadOnlySpan{byte})"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public byte[] DecodeBytes(ReadOnlySpan<int> tokens) =>
        TokenBytes.Concatenate(this, tokens).WrittenSpan.ToArray();

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Bytes(int token)
    {
        TokenBytes.ThrowIfUnknown(token, VocabularySize);
        return token == Mark ? [] : Every.AsSpan(token, 1);
    }
}
