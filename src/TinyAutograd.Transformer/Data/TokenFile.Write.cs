using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TinyAutograd.Transformer;

/// <content>Writing: the tokens stream through, whatever their number.</content>
public sealed partial class TokenFile
{
    private const int BufferLength = 1 << 16; // bytes, a multiple of both widths

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="tokens">Each from 0 to below <paramref name="vocabularySize"/>; enumerated once.</param>
    /// <param name="vocabularySize">V, at least 2.</param>
    /// <exception cref="ArgumentException">A token is not in the vocabulary; what was there before is unchanged.</exception>
    /// <exception cref="IOException">It cannot be written; what was there before is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; what was there before is unchanged.</exception>
    public static void Write(string path, IEnumerable<int> tokens, int vocabularySize)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 2);
        WholeFiles.Write((path, stream => WriteTo(stream, tokens, vocabularySize)));
    }

    private static void WriteTo(Stream stream, IEnumerable<int> tokens, int vocabularySize)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var width = TokenFileHeader.WidthOf(vocabularySize);
        var buffer = new byte[BufferLength];
        stream.Write(buffer, 0, TokenFileHeader.Length); // the header's place: count and hash are known at the end
        var (count, filled) = (0L, 0);
        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)vocabularySize)
            {
                throw new ArgumentException(
                    $"Token {count} is {token}; the vocabulary has 0 to {vocabularySize - 1}.",
                    nameof(tokens)
                );
            }
            if (filled == BufferLength)
            {
                Flush();
            }
            var place = buffer.AsSpan(filled, width);
            if (width == 2)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)token);
            }
            else
            {
                BinaryPrimitives.WriteInt32LittleEndian(place, token);
            }
            filled += width;
            count++;
        }
        Flush();
        var digest = Convert.ToHexStringLower(hash.GetHashAndReset());
        new TokenFileHeader(width, count, vocabularySize, digest).Write(buffer);
        stream.Position = 0;
        stream.Write(buffer, 0, TokenFileHeader.Length);

        void Flush()
        {
            stream.Write(buffer, 0, filled);
            hash.AppendData(buffer, 0, filled);
            filled = 0;
        }
    }
}
