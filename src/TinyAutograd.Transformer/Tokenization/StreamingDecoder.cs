using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>Text while it is being written: gives each character as soon as the last token of it is there.</summary>
/// <remarks>Law: all that <see cref="Append"/> and <see cref="Finish"/> give, one after the other, is what <see cref="ITokenizer.Decode"/> gives.</remarks>
/// <param name="tokenizer">Gives the bytes of the tokens.</param>
public sealed class StreamingDecoder(ITokenizer tokenizer)
{
    private readonly ITokenizer tokenizer =
        tokenizer ?? throw new ArgumentNullException(nameof(tokenizer));

    // Keeps the bytes of a character that is not whole yet.
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The characters that this token completes.</summary>
    /// <param name="token">The next token.</param>
    /// <returns>Text, empty while a character is not whole.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public string Append(int token) => Read(tokenizer.Bytes(token), isLast: false);

    /// <summary>What is left of a character that was never completed, as U+FFFD "�". The decoder then begins anew.</summary>
    /// <returns>"" or "�".</returns>
    public string Finish() => Read([], isLast: true);

    private string Read(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var text = new char[decoder.GetCharCount(bytes, isLast)];
        return new string(text, 0, decoder.GetChars(bytes, text, isLast));
    }
}
