using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

/// <summary>One named array of a safetensors file: its element type, its shape and its bytes. Immutable.</summary>
public sealed class SafetensorsTensor
{
    private readonly ReadOnlyMemory<byte> bytes;
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

    /// <summary>The name, unique within its file.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public SafetensorsType Type { get; }

    /// <summary>The sizes along the axes, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The elements as in the file: little-endian, row-major.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>A variable under a name: F64 for <see cref="double"/>, F32 for <see cref="float"/>.</summary>
    /// <param name="name">Well-formed Unicode, not <c>__metadata__</c>.</param>
    /// <param name="values">The numbers (copied).</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArgumentException">The name cannot stand in a file, or is too large for one array.</exception>
    public static SafetensorsTensor Of<T>(string name, Variable<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        var type = typeof(T) == typeof(double) ? SafetensorsType.F64 : SafetensorsType.F32;
        return new(
            SafetensorsHeader.Name(name),
            type,
            values.Shape,
            LittleEndian.Bytes(name, values.AsSpan()),
            "memory"
        );
    }

    /// <summary>Integers under a name, as I64.</summary>
    /// <inheritdoc cref="Of{T}(string, Variable{T})"/>
    public static SafetensorsTensor Of(string name, Indices values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var wide = new long[values.Length];
        TensorPrimitives.ConvertTruncating<int, long>(values.AsSpan(), wide);
        return Of(name, wide, values.Shape);
    }

    /// <summary>64-bit integers under a name, as I64.</summary>
    /// <param name="name">Well-formed Unicode, not <c>__metadata__</c>.</param>
    /// <param name="values">The numbers, row-major (copied).</param>
    /// <param name="shape">Their shape.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="ArgumentException">The name cannot stand in a file; the number of values is not the shape's.</exception>
    public static SafetensorsTensor Of(string name, ReadOnlySpan<long> values, Shape shape)
    {
        if (values.Length != shape.ElementCount)
        {
            throw new ArgumentException(
                $"SafetensorsTensor.Of: {values.Length} values do not fill shape {shape} of {shape.ElementCount}.",
                nameof(values)
            );
        }
        return new(
            SafetensorsHeader.Name(name),
            SafetensorsType.I64,
            shape,
            LittleEndian.Bytes(name, values),
            "memory"
        );
    }

    /// <summary>Truth values under a name, as BOOL.</summary>
    /// <inheritdoc cref="Of{T}(string, Variable{T})"/>
    public static SafetensorsTensor Of(string name, Mask values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var bytes = Array.ConvertAll(values.ToArray(), value => value ? (byte)1 : (byte)0);
        return new(
            SafetensorsHeader.Name(name),
            SafetensorsType.Bool,
            values.Shape,
            bytes,
            "memory"
        );
    }

    /// <summary>The numbers of an F64 or F32 entry.</summary>
    /// <returns>A constant. F32 read as <see cref="double"/> is exact; F64 read as <see cref="float"/> is rounded to the nearest, beyond its
    /// range to ±∞.</returns>
    /// <exception cref="InvalidDataException">The entry holds integers or truth values.</exception>
    public Variable<T> ReadVariable<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ElementType.ThrowIfUnsupported<T>();
        return Type switch
        {
            SafetensorsType.F64 => Variable.Own(Read<double, T>(), Shape),
            SafetensorsType.F32 => Variable.Own(Read<float, T>(), Shape),
            SafetensorsType.I64 => throw WrongType("F64 or F32", "ReadIndices"),
            _ => throw WrongType("F64 or F32", "ReadMask"),
        };
    }

    /// <summary>The numbers of an I64 entry as <see cref="Indices"/>.</summary>
    /// <exception cref="InvalidDataException">The entry holds something else, or a number outside the range of <see cref="int"/>.</exception>
    public Indices ReadIndices()
    {
        var wide = ReadInt64();
        var outside = wide.AsSpan().IndexOfAnyExceptInRange(int.MinValue, int.MaxValue);
        if (outside >= 0)
        {
            throw SafetensorsHeader.Error(
                source,
                Name,
                $"element {outside} is {wide[outside]}, which does not fit 32 bits. Read it with ReadInt64."
            );
        }
        var values = new int[wide.Length];
        TensorPrimitives.ConvertTruncating<long, int>(wide, values);
        return Indices.Own(values, Shape);
    }

    /// <summary>The numbers of an I64 entry, row-major.</summary>
    /// <exception cref="InvalidDataException">The entry holds something else.</exception>
    public long[] ReadInt64() =>
        Type switch
        {
            SafetensorsType.I64 => Read<long, long>(),
            SafetensorsType.Bool => throw WrongType("I64", "ReadMask"),
            _ => throw WrongType("I64", "ReadVariable"),
        };

    /// <summary>The truth values of a BOOL entry.</summary>
    /// <exception cref="InvalidDataException">The entry holds something else.</exception>
    public Mask ReadMask() =>
        Type switch
        {
            SafetensorsType.Bool => Mask.Own(
                Array.ConvertAll(bytes.ToArray(), value => value != 0),
                Shape
            ),
            SafetensorsType.I64 => throw WrongType("BOOL", "ReadIndices"),
            _ => throw WrongType("BOOL", "ReadVariable"),
        };

    /// <summary>Name, type and shape: <c>wte.weight F32 (27, 32)</c>.</summary>
    public override string ToString() => $"{Name} {Type.Code()} {Shape}";

    private TTo[] Read<TFrom, TTo>()
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        var values = LittleEndian.Values<TFrom>(bytes.Span);
        if (values is TTo[] same)
        {
            return same;
        }
        var converted = new TTo[values.Length];
        TensorPrimitives.ConvertTruncating<TFrom, TTo>(values, converted);
        return converted;
    }

    private InvalidDataException WrongType(string expected, string method) =>
        SafetensorsHeader.Error(
            source,
            Name,
            $"it holds {Type.Code()} and was read as {expected}. Read it with {method}."
        );
}
