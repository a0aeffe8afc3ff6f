namespace TinyAutograd;

/// <summary>One tensor of a header: its bytes are those from <c>Begin</c> up to <c>End</c>, counted from the end of the header.</summary>
internal readonly record struct SafetensorsEntry(
    string Name,
    SafetensorsType Type,
    Shape Shape,
    long Begin,
    long End
)
{
    public long Length => End - Begin;
}

/// <summary>Where the tensors of a file lie: one after the other, without gap or overlap, to the last byte.</summary>
internal static class SafetensorsLayout
{
    /// <exception cref="InvalidDataException">The offsets hold another number of bytes than the shape needs.</exception>
    public static void ThrowIfSizeDiffers(string source, SafetensorsEntry entry)
    {
        var needed = (long)entry.Shape.ElementCount * entry.Type.Size();
        if (entry.Length != needed)
        {
            throw SafetensorsHeader.Error(
                source,
                entry.Name,
                $"data_offsets [{entry.Begin}, {entry.End}] hold {entry.Length} bytes; {entry.Type.Code()} {entry.Shape} needs {needed}. {SafetensorsHeader.Damaged}"
            );
        }
        if (needed > Array.MaxLength)
        {
            throw SafetensorsHeader.Error(
                source,
                entry.Name,
                $"it has {needed:N0} bytes; at most {Array.MaxLength:N0} are supported. Split it before writing the file."
            );
        }
    }

    /// <summary>The tensors in the order of their data.</summary>
    /// <exception cref="InvalidDataException">There is a gap, an overlap, or more or less data than they take.</exception>
    public static SafetensorsEntry[] InOrder(
        string source,
        IEnumerable<SafetensorsEntry> entries,
        long dataLength
    )
    {
        SafetensorsEntry[] sorted =
        [
            .. entries
                .OrderBy(entry => entry.Begin)
                .ThenBy(entry => entry.End)
                .ThenBy(entry => entry.Name, StringComparer.Ordinal),
        ];
        long position = 0;
        foreach (var entry in sorted)
        {
            ThrowIfMisplaced(source, entry, position, dataLength);
            position = entry.End;
        }
        return position == dataLength
            ? sorted
            : throw SafetensorsHeader.Error(
                source,
                null,
                $"{dataLength - position} bytes follow the last tensor's data. {SafetensorsHeader.Damaged}"
            );
    }

    private static void ThrowIfMisplaced(
        string source,
        SafetensorsEntry entry,
        long position,
        long dataLength
    )
    {
        var offsets = $"data_offsets [{entry.Begin}, {entry.End}]";
        if (entry.Begin != position)
        {
            var problem =
                entry.Begin < position ? "overlap another tensor's" : "leave a gap before them";
            throw SafetensorsHeader.Error(
                source,
                entry.Name,
                $"{offsets} {problem}: they should begin at {position}. {SafetensorsHeader.Damaged}"
            );
        }
        if (entry.End > dataLength)
        {
            throw SafetensorsHeader.Error(
                source,
                entry.Name,
                $"{offsets} reach beyond the {dataLength} bytes of data. The file was cut off: copy or write it again."
            );
        }
    }
}
