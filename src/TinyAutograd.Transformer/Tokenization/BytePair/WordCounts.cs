using System.Runtime.InteropServices;

namespace TinyAutograd.Transformer;

/// <summary>How often each word, as pre-tokenisation cuts it, occurs in the texts of a training.</summary>
internal sealed class WordCounts : IAddedTokenParts
{
    private readonly Dictionary<byte[], long> counts = new(new ByteSequenceComparer());

    /// <summary>The words with their counts, in the order of their first occurrence.</summary>
    public IReadOnlyCollection<KeyValuePair<byte[], long>> Words => counts;

    /// <summary>Bytes of all different words.</summary>
    public long ByteCount { get; private set; }

    /// <inheritdoc/>
    public void Text(ReadOnlySpan<byte> text)
    {
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (var word in new PreTokenizer(text))
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(
                lookup,
                word,
                out var isKnown
            );
            count++;
            ByteCount += isKnown ? 0 : word.Length;
        }
    }

    /// <summary>A mark only cuts.</summary>
    public void Token(int token) { }
}
