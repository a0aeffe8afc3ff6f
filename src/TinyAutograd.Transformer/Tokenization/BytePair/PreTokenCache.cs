namespace TinyAutograd.Transformer;

/// <summary>The tokens of the pieces that were met last: most words of a text come again. Any number of threads may use it.</summary>
/// <remarks>A table of fixed size in which every piece has one place, by its hash, and the newest takes it. So it never holds more than
/// <see cref="PlaceCount"/> pieces of at most <see cref="LongestLength"/> bytes, and no text can make it slow. An entry never
/// changes, so threads can only lose an entry to each other.</remarks>
internal sealed class PreTokenCache
{
    /// <summary>The most pieces that are kept.</summary>
    public const int PlaceCount = 1 << 15;

    /// <summary>Longer pieces, in bytes, are not kept.</summary>
    public const int LongestLength = 32;

    private readonly Entry?[] entries = new Entry?[PlaceCount];

    /// <summary>Appends the tokens of a piece, if they are known.</summary>
    public bool TryAppend(ReadOnlySpan<byte> piece, List<int> output)
    {
        if (
            piece.Length > LongestLength
            || Volatile.Read(ref entries[Place(piece)]) is not { } entry
            || !piece.SequenceEqual(entry.Piece)
        )
        {
            return false;
        }
        output.AddRange(entry.Tokens.AsSpan());
        return true;
    }

    /// <summary>Keeps the tokens of a piece, if it is short enough.</summary>
    public void Keep(ReadOnlySpan<byte> piece, ReadOnlySpan<int> tokens)
    {
        if (piece.Length <= LongestLength)
        {
            Volatile.Write(ref entries[Place(piece)], new Entry(piece.ToArray(), tokens.ToArray()));
        }
    }

    private static int Place(ReadOnlySpan<byte> piece)
    {
        var hash = new HashCode();
        hash.AddBytes(piece);
        return hash.ToHashCode() & (PlaceCount - 1);
    }

    private sealed record Entry(byte[] Piece, int[] Tokens);
}
