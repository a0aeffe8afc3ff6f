using System.Numerics;

namespace TinyAutograd;

/// <summary>One named array of a safetensors file: its element type, its shape and its bytes. Immutable.</summary>
public sealed partial class SafetensorsTensor
{
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly MappedRange? mapped; // where the bytes are, if they are not in memory
    private readonly string source;

    internal SafetensorsTensor(
        string name,
        SafetensorsType type,
        Shape shape,
        ReadOnlyMemory<byte> bytes,
        string source
    )
    {
        Name = name;
        Type = type;
        Shape = shape;
        this.bytes = bytes;
        this.source = source;
    }

    internal SafetensorsTensor(
        string name,
        SafetensorsType type,
        Shape shape,
        MappedRange mapped,
        string source
    )
        : this(name, type, shape, ReadOnlyMemory<byte>.Empty, source) => this.mapped = mapped;

    /// <summary>The name, unique within its file.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public SafetensorsType Type { get; }

    /// <summary>The sizes along the axes, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The elements as in the file: little-endian, row-major. Of a mapped file they are read anew each time.</summary>
    /// <exception cref="ObjectDisposedException">The file was mapped, and the mapping has been disposed.</exception>
    public ReadOnlyMemory<byte> Bytes => mapped is null ? bytes : Values<byte>();

    /// <summary>Number of bytes, known without reading them.</summary>
    internal int ByteCount => Shape.ElementCount * Type.Size();

    /// <summary>The numbers of a floating-point entry.</summary>
    /// <returns>A constant. F16, BF16 and F32 are exact in both types, F64 in <see cref="double"/>; F64 read as <see cref="float"/> is
    /// rounded to the nearest, beyond its range to ±∞.</returns>
    /// <exception cref="InvalidDataException">The entry holds integers or truth values.</exception>
    /// <exception cref="ObjectDisposedException">The file was mapped, and the mapping has been disposed.</exception>
    public Variable<T> ReadVariable<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ElementType.ThrowIfUnsupported<T>();
        var values = Type switch
        {
            SafetensorsType.F64 => Read<double, T>(),
            SafetensorsType.F32 => Read<float, T>(),
            SafetensorsType.F16 => Read<Half, T>(),
            SafetensorsType.BF16 => Array.ConvertAll(Values<ushort>(), BrainFloat.ToNumber<T>),
            SafetensorsType.Bool => throw WrongType("F64, F32, F16 or BF16", "ReadMask"),
            SafetensorsType.U64 => throw WrongType("F64, F32, F16 or BF16", "ReadUInt64"),
            _ => throw WrongType("F64, F32, F16 or BF16", "ReadIndices"),
        };
        return Variable.Own(values, Shape);
    }

    /// <summary>The numbers of an entry of integers, of any width, as <see cref="Indices"/>.</summary>
    /// <exception cref="InvalidDataException">The entry holds something else, or a number outside the range of <see cref="int"/>.</exception>
    /// <exception cref="ObjectDisposedException">The file was mapped, and the mapping has been disposed.</exception>
    public Indices ReadIndices()
    {
        var wide = ReadInt64();
        var outside = wide.AsSpan().IndexOfAnyExceptInRange(int.MinValue, int.MaxValue);
        return outside < 0
            ? Indices.Own(Array.ConvertAll(wide, value => (int)value), Shape)
            : throw OutOfRange(
                outside,
                wide[outside],
                "32 bits",
                Type == SafetensorsType.U64 ? nameof(ReadUInt64) : nameof(ReadInt64)
            );
    }

    /// <summary>The numbers of an entry of integers, of any width, row-major.</summary>
    /// <exception cref="InvalidDataException">The entry holds something else, or a number beyond 2⁶³ − 1.</exception>
    /// <exception cref="ObjectDisposedException">The file was mapped, and the mapping has been disposed.</exception>
    public long[] ReadInt64()
    {
        if (Type != SafetensorsType.U64)
        {
            return ReadIntegers("integers");
        }
        var values = Values<ulong>();
        var outside = values.AsSpan().IndexOfAnyExceptInRange(0UL, (ulong)long.MaxValue);
        return outside < 0
            ? Array.ConvertAll(values, value => (long)value)
            : throw OutOfRange(outside, values[outside], "63 bits and a sign", nameof(ReadUInt64));
    }

    /// <summary>The numbers of an entry of integers, none of them negative, row-major.</summary>
    /// <exception cref="InvalidDataException">The entry holds something else, or a negative number.</exception>
    /// <exception cref="ObjectDisposedException">The file was mapped, and the mapping has been disposed.</exception>
    public ulong[] ReadUInt64()
    {
        if (Type == SafetensorsType.U64)
        {
            return Values<ulong>();
        }
        var values = ReadIntegers("integers");
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
    /// <exception cref="InvalidDataException">The entry holds something else, or a byte other than 0 and 1.</exception>
    /// <exception cref="ObjectDisposedException">The file was mapped, and the mapping has been disposed.</exception>
    public Mask ReadMask()
    {
        if (Type != SafetensorsType.Bool)
        {
            throw WrongType("BOOL", Type.IsFloatingPoint() ? "ReadVariable" : "ReadIndices");
        }
        var values = Values<byte>();
        Safetensors.ThrowIfNotBool(source, Name, values);
        return Mask.Own(Array.ConvertAll(values, value => value != 0), Shape);
    }

    /// <summary>Name, type and shape: <c>wte.weight F32 (27, 32)</c>.</summary>
    public override string ToString() => $"{Name} {Type.Code()} {Shape}";

    private long[] ReadIntegers(string expected) =>
        Type switch
        {
            SafetensorsType.I64 => Values<long>(),
            SafetensorsType.I32 => Read<int, long>(),
            SafetensorsType.U32 => Read<uint, long>(),
            SafetensorsType.I16 => Read<short, long>(),
            SafetensorsType.U16 => Read<ushort, long>(),
            SafetensorsType.I8 => Read<sbyte, long>(),
            SafetensorsType.U8 => Read<byte, long>(),
            SafetensorsType.Bool => throw WrongType(expected, "ReadMask"),
            _ => throw WrongType(expected, "ReadVariable"),
        };

    private TTo[] Read<TFrom, TTo>()
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo> => Widening.Convert<TFrom, TTo>(Values<TFrom>());

    private T[] Values<T>()
        where T : unmanaged =>
        mapped is null ? LittleEndian.Values<T>(bytes.Span) : mapped.Values<T>();

    private InvalidDataException WrongType(string expected, string method) =>
        SafetensorsHeader.Error(
            source,
            Name,
            $"it holds {Type.Code()} and was read as {expected}. Read it with {method}."
        );

    private InvalidDataException OutOfRange<T>(int element, T value, string room, string method) =>
        SafetensorsHeader.Error(
            source,
            Name,
            $"element {element} is {value}, which does not fit {room}. Read it with {method}."
        );
}
