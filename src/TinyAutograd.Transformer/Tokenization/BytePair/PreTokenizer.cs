namespace TinyAutograd.Transformer;

/// <summary>Cuts UTF-8 into the pieces within which pairs are merged, in one pass: GPT-2's rule.</summary>
/// <remarks>The rule, as a regular expression whose alternatives are tried in this order:
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>. A character is read at most three times, so the cost
/// is O(bytes) whatever the text. Source: Radford et al. 2019, the code of GPT-2.</remarks>
internal ref struct PreTokenizer(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> text = text;
    private int start;
    private int end;

    /// <summary>The piece; its bytes stand in the text.</summary>
    public readonly ReadOnlySpan<byte> Current => text[start..end];

    /// <summary>Number of characters read so far: the cost.</summary>
    public long ReadCount { get; private set; }

    public readonly PreTokenizer GetEnumerator() => this;

    public bool MoveNext()
    {
        start = end;
        if (start == text.Length)
        {
            return false;
        }
        end += ContractionLength();
        if (end > start)
        {
            return true;
        }
        var kind = KindAt(start, out var length);
        // " ?": one blank goes with the word behind it
        if (text[start] == ' ' && start + 1 < text.Length)
        {
            var next = KindAt(start + 1, out var nextLength);
            (kind, length) = next == SymbolKind.Space ? (kind, length) : (next, 1 + nextLength);
        }
        end = kind == SymbolKind.Space ? EndOfSpace(length) : EndOfRun(kind, start + length);
        return true;
    }

    // "'s|'t|'re|'ve|'m|'ll|'d"
    private readonly int ContractionLength()
    {
        var rest = text[start..];
        return rest.StartsWith("'s"u8)
            || rest.StartsWith("'t"u8)
            || rest.StartsWith("'m"u8)
            || rest.StartsWith("'d"u8)
                ? 2
            : rest.StartsWith("'re"u8) || rest.StartsWith("'ve"u8) || rest.StartsWith("'ll"u8) ? 3
            : 0;
    }

    private int EndOfRun(SymbolKind kind, int position)
    {
        while (position < text.Length && KindAt(position, out var length) == kind)
        {
            position += length;
        }
        return position;
    }

    // "\s+(?!\S)|\s+": before a word the last blank is left over, unless it is the only one
    private int EndOfSpace(int length)
    {
        var last = start;
        var position = start + length;
        while (position < text.Length && KindAt(position, out var next) == SymbolKind.Space)
        {
            last = position;
            position += next;
        }
        return position == text.Length || last == start ? position : last;
    }

    private SymbolKind KindAt(int position, out int length)
    {
        ReadCount++;
        return SymbolReader.Read(text[position..], out length);
    }
}
