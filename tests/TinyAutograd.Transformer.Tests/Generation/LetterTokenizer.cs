using System.Text;

namespace TinyAutograd.Transformer.Tests.Generation;

/// <summary>A token a letter in a given order, without marks: the vocabulary of the reference vectors.</summary>
internal sealed class LetterTokenizer(string letters) : ITokenizer
{
    private readonly byte[][] bytes =
    [
        .. letters.Select(letter => Encoding.UTF8.GetBytes([letter])),
    ];

    public int VocabularySize => bytes.Length;

    public int? StartToken => null;

    public int? EndToken { get; init; }

    public int[] Encode(string text) => [.. text.Select(letter => letters.IndexOf(letter))];

    public string Decode(ReadOnlySpan<int> tokens)
    {
        var text = new StringBuilder();
        foreach (var token in tokens)
        {
            text.Append(letters[token]);
        }
        return text.ToString();
    }

    public ReadOnlySpan<byte> Bytes(int token) => bytes[token];
}
