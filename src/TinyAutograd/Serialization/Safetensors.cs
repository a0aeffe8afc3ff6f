using System.Buffers.Binary;

namespace TinyAutograd;

/// <summary>Reads and writes the safetensors format: 8 bytes of header length, a JSON header, then the arrays as little-endian bytes.</summary>
/// <remarks>A file is hostile until checked: whatever is wrong with it, <see cref="InvalidDataException"/> names the file, the tensor and the
/// remedy. Nothing in a file is executed. Element types as in <see cref="SafetensorsType"/>; rank 0 to 8.
/// Source: huggingface.co/docs/safetensors, "Format".</remarks>
public static partial class Safetensors
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its contents.</returns>
    /// <exception cref="InvalidDataException">It is not a sound safetensors file, or holds a type or rank that is not supported.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static SafetensorsFile Load(string path)
    {
        using var stream = File.OpenRead(path);
        return Load(stream, $"'{path}'");
    }

    /// <summary>Reads a stream from its position to its end.</summary>
    /// <param name="stream">Readable; not closed.</param>
    /// <returns>Its contents.</returns>
    /// <exception cref="InvalidDataException">It is not a sound safetensors file, or holds a type or rank that is not supported.</exception>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    public static SafetensorsFile Load(Stream stream)
    {
        StreamAccess.ThrowIfNotReadable(stream);
        return Load(stream, "the stream");
    }

    /// <summary>Reads bytes in memory.</summary>
    /// <param name="bytes">A whole file. The contents point into it: do not write to it while they are used.</param>
    /// <returns>Its contents.</returns>
    /// <exception cref="InvalidDataException">It is not a sound safetensors file, or holds a type or rank that is not supported.</exception>
    public static SafetensorsFile Parse(ReadOnlyMemory<byte> bytes) => Parse(bytes, "the bytes");

    private static SafetensorsFile Parse(ReadOnlyMemory<byte> bytes, string source)
    {
        var prefix = bytes.Span[..Math.Min(bytes.Length, SafetensorsHeader.PrefixLength)];
        var header = bytes.Slice(
            SafetensorsHeader.PrefixLength,
            HeaderLength(source, prefix, bytes.Length)
        );
        var data = bytes[(SafetensorsHeader.PrefixLength + header.Length)..];
        return Contents(
            source,
            header.Span,
            data.Length,
            entry => data.Slice((int)entry.Begin, (int)entry.Length)
        );
    }

    private static SafetensorsFile Load(Stream stream, string source) =>
        stream.CanSeek
            ? LoadKnown(stream, source)
            : Parse(ReadToEnd(stream, source, Array.MaxLength), source);

    // The length of a stream that can seek is known, so no buffer is larger than the stream.
    private static SafetensorsFile LoadKnown(Stream stream, string source)
    {
        var length = stream.Length - stream.Position;
        var prefix = Read(stream, source, (int)Math.Min(length, SafetensorsHeader.PrefixLength));
        var header = Read(stream, source, HeaderLength(source, prefix, length));
        return Contents(
            source,
            header,
            length - SafetensorsHeader.PrefixLength - header.Length,
            entry => Read(stream, source, (int)entry.Length)
        );
    }

    private static SafetensorsFile Contents(
        string source,
        ReadOnlySpan<byte> header,
        long dataLength,
        Func<SafetensorsEntry, ReadOnlyMemory<byte>> read
    )
    {
        var (entries, metadata) = SafetensorsHeaderReader.Read(source, header, dataLength);
        var tensors = new List<SafetensorsTensor>(entries.Length);
        foreach (var entry in entries)
        {
            var tensor = new SafetensorsTensor(
                entry.Name,
                entry.Type,
                entry.Shape,
                read(entry),
                source
            );
            tensor.ThrowIfNotSound();
            tensors.Add(tensor);
        }
        return new SafetensorsFile(tensors, metadata, source);
    }

    private static int HeaderLength(string source, ReadOnlySpan<byte> prefix, long fileLength)
    {
        if (prefix.Length < SafetensorsHeader.PrefixLength)
        {
            throw SafetensorsHeader.Error(
                source,
                null,
                $"{fileLength} bytes are no safetensors file: it begins with {SafetensorsHeader.PrefixLength} bytes of header length."
            );
        }
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var room = (ulong)(fileLength - SafetensorsHeader.PrefixLength);
        if (length > Math.Min(room, SafetensorsHeader.MaxLength))
        {
            throw SafetensorsHeader.Error(
                source,
                null,
                $"a header of {length} bytes is announced; {room} bytes follow, and at most {SafetensorsHeader.MaxLength:N0} are accepted. "
                    + "The file was cut off or is not a safetensors file."
            );
        }
        return (int)length;
    }

    private static byte[] Read(Stream stream, string source, int count)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(count);
        var read = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return read == count
            ? bytes
            : throw SafetensorsHeader.Error(
                source,
                null,
                $"it ended {count - read} bytes before its length. Was it changed while it was read? Read it again."
            );
    }

    /// <summary>What a stream of unknown length still holds. The memory grows with what has really come, whatever the header announces.</summary>
    /// <exception cref="InvalidDataException">It holds more bytes than <paramref name="most"/>.</exception>
    internal static ReadOnlyMemory<byte> ReadToEnd(Stream stream, string source, int most)
    {
        var bytes = new MemoryStream();
        var chunk = new byte[81920];
        while (stream.Read(chunk) is var count and > 0)
        {
            if (bytes.Length + count > most)
            {
                throw SafetensorsHeader.Error(
                    source,
                    null,
                    $"it has more than {most:N0} bytes and cannot seek. Save it to a file and load that."
                );
            }
            bytes.Write(chunk.AsSpan(0, count));
        }
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
