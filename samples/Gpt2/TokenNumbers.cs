using System.Globalization;
using System.Text;
using TinyAutograd.Transformer;

/// <summary>Where there is no vocabulary: the text of a token is its number.</summary>
internal sealed class TokenNumbers(GptConfig config) : ITokenizer
{
    public int VocabularySize => config.VocabularySize;

    /// <summary>GPT-2's mark is the last token.</summary>
    public int? StartToken => config.VocabularySize - 1;

    // Random weights have no reason to end a text.
    public int? EndToken => null;

    public int[] Encode(string text) =>
        [
            .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(number =>
                    int.TryParse(number, CultureInfo.InvariantCulture, out var token)
                    && (uint)token < (uint)VocabularySize
                        ? token
                        : throw new ArgumentException(
                            $"'{number}' is no token: without a vocabulary a prompt is numbers from 0 to {VocabularySize - 1}."
                        )
                ),
        ];

    public string Decode(ReadOnlySpan<int> tokens) =>
        string.Concat(tokens.ToArray().Select(token => Encoding.UTF8.GetString(Bytes(token))));

    public ReadOnlySpan<byte> Bytes(int token) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $" {token}"));
}
