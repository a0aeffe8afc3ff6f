namespace TinyAutograd.Transformer;

/// <summary>What is done with the parts of a text that was cut at its added tokens.</summary>
internal interface IAddedTokenParts
{
    /// <summary>Ordinary text.</summary>
    /// <param name="text">UTF-8, not empty.</param>
    void Text(ReadOnlySpan<byte> text);

    /// <summary>An added token.</summary>
    void Token(int token);
}
