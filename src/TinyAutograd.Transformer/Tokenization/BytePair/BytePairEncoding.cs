using System.Runtime.InteropServices;

namespace TinyAutograd.Transformer;

/// <summary>One text on its way to tokens: cuts it into pieces and merges each, unless the cache knows it.</summary>
internal sealed class BytePairEncoding(
    BytePairMerger merger,
    PreTokenCache cache,
    bool hasPrefixSpace
) : IAddedTokenParts
{
    /// <summary>The tokens so far.</summary>
    public List<int> Tokens { get; } = [];

    /// <inheritdoc/>
    public void Token(int token) => Tokens.Add(token);

    /// <inheritdoc/>
    public void Text(ReadOnlySpan<byte> text)
    {
        if (hasPrefixSpace && text[0] != ' ')
        {
            text = (byte[])[(byte)' ', .. text];
        }
        foreach (var piece in new PreTokenizer(text))
        {
            if (!cache.TryAppend(piece, Tokens))
            {
                var start = Tokens.Count;
                merger.Merge(piece, Tokens);
                cache.Keep(piece, CollectionsMarshal.AsSpan(Tokens)[start..]);
            }
        }
    }
}
