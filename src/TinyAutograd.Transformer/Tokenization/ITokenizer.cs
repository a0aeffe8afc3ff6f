namespace TinyAutograd.Transformer;

/// <summary>From text to tokens, the numbers 0 … V − 1 that a model reads, and back.</summary>
/// <remarks>A token stands for bytes of UTF-8, perhaps for a part of a character only. Law: <see cref="Decode"/> gives the text of the bytes of
/// all tokens, one after the other. To show text while it is being written, see <see cref="StreamingDecoder"/>.</remarks>
public interface ITokenizer
{
    /// <summary>V: tokens are less than this.</summary>
    int VocabularySize { get; }

    /// <summary>The token before the first one of every text, so that the model can choose the first; null if there is none.</summary>
    int? StartToken { get; }

    /// <summary>The token behind the last one of every text: a model that chooses it is done; null if there is none.</summary>
    int? EndToken { get; }

    /// <summary>The tokens of a text, without start and end.</summary>
    /// <param name="text">Any text. Half a surrogate pair, which is no character, is read as U+FFFD "�".</param>
    /// <returns>Tokens; none for the empty text.</returns>
    /// <exception cref="ArgumentException">The text has a character that the vocabulary cannot express; the message names it.</exception>
    int[] Encode(string text);

    /// <summary>The text of these tokens.</summary>
    /// <param name="tokens">Tokens in any order.</param>
    /// <returns>The text; bytes that are not UTF-8 appear as U+FFFD "�".</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    string Decode(ReadOnlySpan<int> tokens);

    /// <summary>The bytes that a token stands for.</summary>
    /// <param name="token">0 … V − 1.</param>
    /// <returns>UTF-8, perhaps a part of a character; none for a token that is only a mark.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    ReadOnlySpan<byte> Bytes(int token);
}
