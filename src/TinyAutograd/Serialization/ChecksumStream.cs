namespace TinyAutograd;

/// <summary>Reads another stream through and keeps the CRC-32 of what has been read: zip archives hold it, but do not compare it.</summary>
internal sealed class ChecksumStream(Stream inner) : Stream
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Remainder)];

    private uint register = uint.MaxValue;

    /// <summary>The CRC-32 of ISO 3309 of all that has been read.</summary>
    public uint Checksum => ~register;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        foreach (var value in buffer[..count])
        {
            register = Table[(byte)(register ^ value)] ^ (register >> 8);
        }
        return count;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    // The remainder of one byte on division by the polynomial, lowest bit first.
    private static uint Remainder(int value)
    {
        var remainder = (uint)value;
        for (var bit = 0; bit < 8; bit++)
        {
            remainder = (remainder >> 1) ^ ((remainder & 1) * 0xEDB8_8320);
        }
        return remainder;
    }
}
