using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Keys and values of one layer, (heads of keys, room, D) each: a head's rows follow each other, as attention reads them.</summary>
/// <remarks>The room doubles when it is full, up to the context length.</remarks>
internal sealed class KeyValueMemory<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int FirstRoom = 128;

    private readonly int layer;
    private readonly GptConfig config;
    private Parameter<T> keys;
    private Parameter<T> values;
    private int room;

    public KeyValueMemory(int layer, GptConfig config)
    {
        (this.layer, this.config) = (layer, config);
        room = Math.Min(FirstRoom, config.ContextLength);
        (keys, values) = (Room("keys"), Room("values"));
    }

    public Variable<T> Keys => keys.Value;

    public Variable<T> Values => values.Value;

    private int HeadCount => config.KeyValueHeadCount ?? config.HeadCount;

    /// <summary>Writes the keys and values of (n, C + 2K) queries, keys and values behind the first <paramref name="count"/> positions.</summary>
    public void Add(ReadOnlySpan<T> qkv, int count, int n)
    {
        Reserve(count, count + n);
        var (c, k) = (config.ChannelCount, config.KeyChannelCount);
        Write(keys, RowsFrom(qkv[c..]));
        Write(values, RowsFrom(qkv[(c + k)..]));

        Rows RowsFrom(ReadOnlySpan<T> numbers) =>
            new(numbers, headStride: config.HeadSize, rowStride: c + 2 * k, first: count, n);
    }

    /// <summary>Takes over the first <paramref name="count"/> positions of another memory.</summary>
    public void CopyFrom(KeyValueMemory<T> other, int count)
    {
        Reserve(0, count);
        Copy(other.keys, other.room, count, keys);
        Copy(other.values, other.room, count, values);
    }

    private void Reserve(int used, int needed)
    {
        if (needed <= room)
        {
            return;
        }
        var (oldKeys, oldValues, oldRoom) = (keys, values, room);
        while (room < needed)
        {
            room = Math.Min(2 * room, config.ContextLength);
        }
        (keys, values) = (Room("keys"), Room("values"));
        Copy(oldKeys, oldRoom, used, keys);
        Copy(oldValues, oldRoom, used, values);
    }

    private void Copy(Parameter<T> from, int fromRoom, int count, Parameter<T> to)
    {
        var size = config.HeadSize;
        Write(to, new Rows(from.Value.AsSpan(), fromRoom * size, size, first: 0, count));
    }

    private void Write(Parameter<T> to, Rows source) =>
        to.Update(
            new Writing(source, HeadCount, config.HeadSize, room),
            static (numbers, writing) => writing.To(numbers)
        );

    private Parameter<T> Room(string what) =>
        new($"{what} of layer {layer}", Shape.Of(HeadCount, room, config.HeadSize));

    /// <summary>Where n rows of each head stand, and at which position the first of them belongs.</summary>
    private readonly ref struct Rows(
        ReadOnlySpan<T> numbers,
        int headStride,
        int rowStride,
        int first,
        int n
    )
    {
        private readonly ReadOnlySpan<T> numbers = numbers;

        public int Count => n;

        public int Position => first;

        public ReadOnlySpan<T> Of(int head, int row, int size) =>
            numbers.Slice(head * headStride + row * rowStride, size);
    }

    private readonly ref struct Writing(Rows source, int headCount, int size, int room)
    {
        private readonly Rows source = source;

        public void To(Span<T> numbers)
        {
            for (var head = 0; head < headCount; head++)
            {
                for (var row = 0; row < source.Count; row++)
                {
                    source
                        .Of(head, row, size)
                        .CopyTo(numbers[((head * room + source.Position + row) * size)..]);
                }
            }
        }
    }
}
