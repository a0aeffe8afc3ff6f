using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>SHA-256 of a sequence of parts. Each part goes in behind its length, so that no two sequences run into the same bytes.</summary>
internal sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        hash.AppendData(bytes);
    }

    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    /// <summary>The hash as 64 hexadecimal digits.</summary>
    public string Finish() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();
}
