using System.Globalization;
using System.Numerics;

namespace TinyAutograd;

/// <summary>The elements of an array in a file, of any of the formats: what they are, and how they become numbers.</summary>
/// <param name="label">The array as messages name it, <c>Safetensors: 'file', tensor 'x'</c>.</param>
/// <param name="type">The type of the elements.</param>
/// <param name="shape">How many along each axis.</param>
/// <param name="bytes">The elements, little-endian and row-major, unless they are mapped.</param>
/// <param name="mapped">Where the elements are in a mapped file.</param>
internal sealed partial class StoredElements(
    string label,
    SafetensorsType type,
    Shape shape,
    ReadOnlyMemory<byte> bytes,
    MappedRange? mapped = null
)
{
    public SafetensorsType Type { get; } = type;

    public Shape Shape { get; } = shape;

    /// <summary>The elements as bytes; of a mapped file read anew each time.</summary>
    public ReadOnlyMemory<byte> Bytes => mapped is null ? bytes : Values<byte>();

    /// <summary>Number of bytes, known without reading them.</summary>
    public int ByteCount => Shape.ElementCount * Type.Size();

    /// <summary>The numbers of a floating-point entry.</summary>
    public Variable<T> ReadVariable<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = Type switch
        {
            SafetensorsType.F64 => Read<double, T>(),
            SafetensorsType.F32 => Read<float, T>(),
            SafetensorsType.F16 => Read<Half, T>(),
            SafetensorsType.BF16 => Array.ConvertAll(Values<ushort>(), BrainFloat.ToNumber<T>),
            _ => throw WrongType("F64, F32, F16 or BF16"),
        };
        return Variable.Own(values, Shape);
    }

    /// <summary>The numbers of an entry of integers, of any width, as <see cref="Indices"/>.</summary>
    public Indices ReadIndices()
    {
        var wide = ReadInt64();
        var outside = wide.AsSpan().IndexOfAnyExceptInRange(int.MinValue, int.MaxValue);
        return outside < 0
            ? Indices.Own(Array.ConvertAll(wide, value => (int)value), Shape)
            : throw OutOfRange(outside, wide[outside], "32 bits", nameof(ReadInt64));
    }

    /// <summary>The numbers of an entry of integers, of any width, row-major.</summary>
    public long[] ReadInt64()
    {
        if (Type != SafetensorsType.U64)
        {
            return ReadIntegers();
        }
        var values = Values<ulong>();
        var outside = values.AsSpan().IndexOfAnyExceptInRange(0UL, (ulong)long.MaxValue);
        return outside < 0
            ? Array.ConvertAll(values, value => (long)value)
            : throw OutOfRange(outside, values[outside], "63 bits and a sign", nameof(ReadUInt64));
    }

    /// <summary>The numbers of an entry of integers, none of them negative, row-major.</summary>
    public ulong[] ReadUInt64()
    {
        if (Type == SafetensorsType.U64)
        {
            return Values<ulong>();
        }
        var values = ReadIntegers();
        var outside = values.AsSpan().IndexOfAnyExceptInRange(0, long.MaxValue);
        return outside < 0
            ? Array.ConvertAll(values, value => (ulong)value)
            : throw OutOfRange(
                outside,
                values[outside],
                "64 bits without a sign",
                nameof(ReadInt64)
            );
    }

    /// <summary>The truth values of a BOOL entry.</summary>
    public Mask ReadMask()
    {
        if (Type != SafetensorsType.Bool)
        {
            throw WrongType("BOOL");
        }
        var values = Values<byte>();
        ThrowIfNotBool(values);
        return Mask.Own(Array.ConvertAll(values, value => value != 0), Shape);
    }

    private long[] ReadIntegers() =>
        Type switch
        {
            SafetensorsType.I64 => Values<long>(),
            SafetensorsType.I32 => Read<int, long>(),
            SafetensorsType.U32 => Read<uint, long>(),
            SafetensorsType.I16 => Read<short, long>(),
            SafetensorsType.U16 => Read<ushort, long>(),
            SafetensorsType.I8 => Read<sbyte, long>(),
            SafetensorsType.U8 => Read<byte, long>(),
            _ => throw WrongType("integers"),
        };

    private TTo[] Read<TFrom, TTo>()
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo> => Widening.Convert<TFrom, TTo>(Values<TFrom>());

    private T[] Values<T>()
        where T : unmanaged =>
        mapped is null ? LittleEndian.Values<T>(bytes.Span) : mapped.Values<T>();

    private InvalidDataException WrongType(string expected) =>
        new($"{label}: it holds {Type.Code()} and was read as {expected}. Read it with {Method}.");

    // The method that reads the type, whatever the values.
    private string Method =>
        Type switch
        {
            SafetensorsType.Bool => "ReadMask",
            SafetensorsType.U64 => "ReadUInt64",
            _ when Type.IsFloatingPoint() => "ReadVariable",
            _ => "ReadIndices",
        };

    private InvalidDataException OutOfRange<T>(int element, T value, string room, string method) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{label}: element {element} is {value}, which does not fit {room}. Read it with {method}."
            )
        );

    /// <exception cref="InvalidDataException">A byte is neither 0 nor 1.</exception>
    public void ThrowIfNotBool(ReadOnlySpan<byte> values)
    {
        var position = values.IndexOfAnyExceptInRange((byte)0, (byte)1);
        if (position >= 0)
        {
            throw new InvalidDataException(
                $"{label}: element {position} of BOOL is {values[position]}; only 0 and 1 are truth values. Write it as another type."
            );
        }
    }
}
