using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;

namespace TinyAutograd.Transformer;

/// <summary>A text as tokens in a file that is mapped into memory: it may be larger than memory is.</summary>
/// <remarks>
/// <para>Format, all numbers little-endian: 8 bytes "TinyToks", version 1 and bytes per token as 32-bit numbers, number of tokens and
/// vocabulary size as 64-bit numbers, SHA-256 of what follows; then the tokens, in 2 bytes each where the vocabulary has at most 65,536 of them, in 4
/// otherwise.</para>
/// <para>The file must not be cut while it is open: the operating system ends a process that reads where there is no file any more.</para>
/// </remarks>
public sealed partial class TokenFile : ITokenSequence, IDisposable
{
    private readonly string path;
    private readonly TokenFileHeader header;
    private readonly MemoryMappedFile mapping;
    private readonly MemoryMappedViewAccessor view;

    /// <summary>Opens a file that <see cref="Write"/> wrote. Its header is checked now, each token when it is read.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no token file, or was cut off.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public TokenFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        this.path = path;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Span<byte> bytes = stackalloc byte[TokenFileHeader.Length];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        header = TokenFileHeader.Read(path, bytes[..read], stream.Length);
        mapping = MemoryMappedFile.CreateFromFile(
            stream,
            mapName: null,
            capacity: 0,
            MemoryMappedFileAccess.Read,
            HandleInheritability.None,
            leaveOpen: true
        );
        view = mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    /// <inheritdoc/>
    public long Count => header.Count;

    /// <inheritdoc/>
    public int VocabularySize => header.VocabularySize;

    /// <inheritdoc/>
    /// <remarks>As the file says; <see cref="Verify"/> looks.</remarks>
    public string Hash => header.Hash;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void Read(long begin, Span<int> tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(begin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(begin, Count - tokens.Length);
        Span<byte> bytes = new byte[tokens.Length * header.Width];
        Bytes(begin * header.Width, bytes);
        for (var i = 0; i < tokens.Length; i++)
        {
            var token =
                header.Width == 2
                    ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..])
                    : BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
            if (token >= VocabularySize)
            {
                throw TokenFileHeader.Unusable(
                    path,
                    $"its token {begin + i} is {token}; the vocabulary has 0 to {VocabularySize - 1}. It was changed or damaged"
                );
            }
            tokens[i] = (int)token;
        }
    }

    /// <summary>Reads the whole file once and compares it with its hash.</summary>
    /// <exception cref="InvalidDataException">It was changed or damaged.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void Verify()
    {
        const int Most = 1 << 16;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = Count * header.Width;
        var bytes = new byte[(int)Math.Min(length, Most)];
        for (var begin = 0L; begin < length; begin += Most)
        {
            var part = bytes.AsSpan(0, (int)Math.Min(Most, length - begin));
            Bytes(begin, part);
            hash.AppendData(part);
        }
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != Hash)
        {
            throw TokenFileHeader.Unusable(
                path,
                "its tokens do not give its SHA-256. It was changed or damaged"
            );
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        view.Dispose();
        mapping.Dispose();
    }

    // The view may begin before the file does in memory, at the start of a page.
    private void Bytes(long begin, Span<byte> bytes) =>
        view.SafeMemoryMappedViewHandle.ReadSpan(
            (ulong)(view.PointerOffset + TokenFileHeader.Length + begin),
            bytes
        );
}
