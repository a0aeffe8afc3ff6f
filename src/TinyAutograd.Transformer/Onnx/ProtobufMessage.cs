using System.Buffers.Binary;
using System.Text;

namespace TinyAutograd.Transformer;

/// <summary>A message in Protocol Buffers' wire format. Its length is known before it is written, so long fields need not be in memory.</summary>
/// <remarks>A field is its number and wire type in one varint, then its value. Source: protobuf.dev, "Encoding".</remarks>
internal sealed class ProtobufMessage
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;
    private const int FourBytes = 5;

    private readonly List<Action<Stream>> parts = [];

    /// <summary>Number of bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Adds an integer (int32, int64, bool, enum).</summary>
    public void Add(int field, long value)
    {
        AddKey(field, Varint);
        AddVarint((ulong)value);
    }

    /// <summary>Adds a float.</summary>
    public void Add(int field, float value)
    {
        AddKey(field, FourBytes);
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        AddRaw(bytes);
    }

    /// <summary>Adds a text.</summary>
    public void Add(int field, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Add(field, bytes.Length, stream => stream.Write(bytes));
    }

    /// <summary>Adds a message, which must not grow any more.</summary>
    public void Add(int field, ProtobufMessage message) =>
        Add(field, message.Length, message.Write);

    /// <summary>Adds bytes that are made when they are written.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="length">How many bytes <paramref name="write"/> will write.</param>
    /// <param name="write">Writes them; called each time the message is written.</param>
    public void Add(int field, long length, Action<Stream> write)
    {
        AddKey(field, LengthDelimited);
        AddVarint((ulong)length);
        parts.Add(write);
        Length += length;
    }

    /// <summary>Writes the fields in the order in which they were added.</summary>
    public void Write(Stream stream)
    {
        foreach (var part in parts)
        {
            part(stream);
        }
    }

    private void AddKey(int field, int wireType) => AddVarint((ulong)(field << 3 | wireType));

    // Seven bits a byte, the lowest first; the eighth says that more follow.
    private void AddVarint(ulong value)
    {
        var bytes = new List<byte>(10);
        while (value >= 0x80)
        {
            bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }
        bytes.Add((byte)value);
        AddRaw([.. bytes]);
    }

    private void AddRaw(byte[] bytes)
    {
        parts.Add(stream => stream.Write(bytes));
        Length += bytes.Length;
    }
}
