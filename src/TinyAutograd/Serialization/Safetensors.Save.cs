using System.Buffers.Binary;

namespace TinyAutograd;

/// <content>Writing.</content>
public static partial class Safetensors
{
    /// <summary>Writes a file, whole or not at all: the contents are written beside it and then take its name.</summary>
    /// <param name="path">The file; replaced if it exists. Its folder must exist.</param>
    /// <param name="file">The contents. Equal contents give equal bytes.</param>
    /// <exception cref="ArgumentException">The header would be too large, or the path is empty or malformed.</exception>
    /// <exception cref="IOException">It cannot be written; what was there before is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; what was there before is unchanged.</exception>
    public static void Save(string path, SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        WholeFile.Write(path, stream => Save(stream, file));
    }

    /// <summary>Writes a file of these arrays, see <see cref="Save(string, SafetensorsFile)"/>.</summary>
    /// <param name="path">The file; replaced if it exists. Its folder must exist.</param>
    /// <param name="tensors">The arrays, in any order.</param>
    /// <param name="metadata">Texts by name; none unless told.</param>
    /// <inheritdoc cref="Save(string, SafetensorsFile)" path="/exception"/>
    public static void Save(
        string path,
        IEnumerable<SafetensorsTensor> tensors,
        IReadOnlyDictionary<string, string>? metadata = null
    ) => Save(path, new SafetensorsFile(tensors, metadata));

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Writable; neither flushed nor closed.</param>
    /// <param name="file">The contents.</param>
    /// <exception cref="ArgumentException">The header would be too large, or the stream cannot be written; nothing was written.</exception>
    public static void Save(Stream stream, SafetensorsFile file)
    {
        StreamAccess.ThrowIfNotWritable(stream);
        ArgumentNullException.ThrowIfNull(file);
        var header = SafetensorsHeader.Write(file);
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixLength];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);
        foreach (var tensor in file.Tensors)
        {
            stream.Write(tensor.Bytes.Span);
        }
    }

    /// <summary>The contents as the bytes of a file.</summary>
    /// <param name="file">The contents, at most 2 GB.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentException">The header would be too large.</exception>
    public static byte[] ToBytes(SafetensorsFile file)
    {
        using var stream = new MemoryStream();
        Save(stream, file);
        return stream.ToArray();
    }
}
