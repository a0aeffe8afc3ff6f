using System.Buffers.Binary;
using System.Text;

namespace TinyAutograd.Transformer.Tests.Onnx;

/// <summary>A message of Protocol Buffers, read by other code than wrote it: the values of each field, in order.</summary>
internal sealed class ProtobufFields
{
    private readonly List<(int Field, object Value)> fields = [];

    public ProtobufFields(ReadOnlyMemory<byte> message)
    {
        var at = 0;
        while (at < message.Length)
        {
            var key = Varint();
            var field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    fields.Add((field, Varint()));
                    break;
                case 2:
                    var length = (int)Varint();
                    fields.Add((field, message.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    fields.Add(
                        (field, BinaryPrimitives.ReadSingleLittleEndian(message.Span[at..]))
                    );
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {key & 7} at byte {at}.");
            }
        }

        long Varint()
        {
            var value = 0L;
            for (var shift = 0; ; shift += 7)
            {
                var part = message.Span[at++];
                value |= (long)(part & 0x7F) << shift;
                if (part < 0x80)
                {
                    return value;
                }
            }
        }
    }

    public long[] Integers(int field) => [.. All(field).Cast<long>()];

    public long Integer(int field) => Assert.Single(Integers(field));

    public float Float(int field) => (float)Assert.Single(All(field));

    public ReadOnlyMemory<byte>[] Bytes(int field) => [.. All(field).Cast<ReadOnlyMemory<byte>>()];

    public string[] Texts(int field) =>
        [.. Bytes(field).Select(bytes => Encoding.UTF8.GetString(bytes.Span))];

    public string Text(int field) => Assert.Single(Texts(field));

    public ProtobufFields[] Messages(int field) =>
        [.. Bytes(field).Select(bytes => new ProtobufFields(bytes))];

    public ProtobufFields Message(int field) => Assert.Single(Messages(field));

    private IEnumerable<object> All(int field) =>
        fields.Where(pair => pair.Field == field).Select(pair => pair.Value);
}
