using System.Buffers.Binary;

namespace TinyAutograd.Transformer;

/// <summary>The first 64 bytes of a token file.</summary>
/// <param name="Width">Bytes per token, 2 or 4.</param>
/// <param name="Count">Number of tokens.</param>
/// <param name="VocabularySize">V: tokens are less than this.</param>
/// <param name="Hash">SHA-256 of the bytes behind the header, as 64 hexadecimal digits.</param>
internal readonly record struct TokenFileHeader(
    int Width,
    long Count,
    int VocabularySize,
    string Hash
)
{
    public const int Length = 64;

    private const uint Version = 1;

    private static ReadOnlySpan<byte> Magic => "TinyToks"u8;

    /// <summary>The narrowest width that holds a vocabulary.</summary>
    public static int WidthOf(int vocabularySize) => vocabularySize <= 1 << 16 ? 2 : 4;

    public void Write(Span<byte> bytes)
    {
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], (uint)Width);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], VocabularySize);
        Convert.FromHexString(Hash).CopyTo(bytes[32..]);
    }

    /// <exception cref="InvalidDataException">It is no such header, or the file has another length than it says.</exception>
    public static TokenFileHeader Read(string path, ReadOnlySpan<byte> bytes, long fileLength)
    {
        if (bytes.Length < Length || !bytes.StartsWith(Magic))
        {
            throw Unusable(path, "it does not begin as a token file does");
        }
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        var width = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        var count = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        var vocabularySize = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]);
        if (version != Version)
        {
            throw Unusable(path, $"its version is {version}; {Version} is needed");
        }
        if (vocabularySize is < 2 or > int.MaxValue)
        {
            throw Unusable(
                path,
                $"its vocabulary has {vocabularySize} tokens; 2 to {int.MaxValue} are possible"
            );
        }
        if (width != WidthOf((int)vocabularySize))
        {
            throw Unusable(
                path,
                $"it says {width} bytes per token; a vocabulary of {vocabularySize} takes {WidthOf((int)vocabularySize)}"
            );
        }
        if (count < 0 || (Int128)count * width + Length != fileLength)
        {
            throw Unusable(
                path,
                $"it says {count} tokens of {width} bytes, but has {fileLength - Length} bytes of them. It was cut off or damaged"
            );
        }
        return new TokenFileHeader(
            (int)width,
            count,
            (int)vocabularySize,
            Convert.ToHexStringLower(bytes[32..Length])
        );
    }

    public static InvalidDataException Unusable(string path, string problem) =>
        new($"Token file '{path}' cannot be used: {problem}.");
}
