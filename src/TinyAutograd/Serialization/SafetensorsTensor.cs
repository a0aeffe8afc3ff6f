using System.Numerics;

namespace TinyAutograd;

/// <summary>One named array of a safetensors file: its element type, its shape and its bytes. Immutable.</summary>
public sealed partial class SafetensorsTensor
{
    private readonly StoredElements elements;

    internal SafetensorsTensor(
        string name,
        SafetensorsType type,
        Shape shape,
        ReadOnlyMemory<byte> bytes,
        string source,
        MappedRange? mapped = null
    )
        : this(
            name,
            new StoredElements(SafetensorsHeader.Label(source, name), type, shape, bytes, mapped)
        ) { }

    private SafetensorsTensor(string name, StoredElements elements) =>
        (Name, this.elements) = (name, elements);

    /// <summary>The name, unique within its file.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public SafetensorsType Type => elements.Type;

    /// <summary>The sizes along the axes, outermost first.</summary>
    public Shape Shape => elements.Shape;

    /// <summary>The elements as in the file: little-endian, row-major. Of a mapped file they are read anew each time.</summary>
    /// <exception cref="ObjectDisposedException">The file was mapped, and the mapping has been disposed.</exception>
    public ReadOnlyMemory<byte> Bytes => elements.Bytes;

    /// <summary>Number of bytes, known without reading them.</summary>
    internal int ByteCount => elements.ByteCount;

    /// <exception cref="InvalidDataException">It holds truth values, and a byte is neither 0 nor 1.</exception>
    internal void ThrowIfNotSound()
    {
        if (Type == SafetensorsType.Bool)
        {
            elements.ThrowIfNotBool(Bytes.Span);
        }
    }

    /// <summary>The numbers of a floating-point entry.</summary>
    /// <returns>A constant. F16, BF16 and F32 are exact in both types, F64 in <see cref="double"/>; F64 read as <see cref="float"/> is
    /// rounded to the nearest, beyond its range to ±∞.</returns>
    /// <exception cref="InvalidDataException">The entry holds integers or truth values.</exception>
    /// <exception cref="ObjectDisposedException">The file was mapped, and the mapping has been disposed.</exception>
    public Variable<T> ReadVariable<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => elements.ReadVariable<T>();

    /// <summary>The numbers of an entry of integers, of any width, as <see cref="Indices"/>.</summary>
    /// <exception cref="InvalidDataException">The entry holds something else, or a number outside the range of <see cref="int"/>.</exception>
    /// <exception cref="ObjectDisposedException">The file was mapped, and the mapping has been disposed.</exception>
    public Indices ReadIndices() => elements.ReadIndices();

    /// <summary>The numbers of an entry of integers, of any width, row-major.</summary>
    /// <exception cref="InvalidDataException">The entry holds something else, or a number beyond 2⁶³ − 1.</exception>
    /// <exception cref="ObjectDisposedException">The file was mapped, and the mapping has been disposed.</exception>
    public long[] ReadInt64() => elements.ReadInt64();

    /// <summary>The numbers of an entry of integers, none of them negative, row-major.</summary>
    /// <exception cref="InvalidDataException">The entry holds something else, or a negative number.</exception>
    /// <exception cref="ObjectDisposedException">The file was mapped, and the mapping has been disposed.</exception>
    public ulong[] ReadUInt64() => elements.ReadUInt64();

    /// <summary>The truth values of a BOOL entry.</summary>
    /// <exception cref="InvalidDataException">The entry holds something else, or a byte other than 0 and 1.</exception>
    /// <exception cref="ObjectDisposedException">The file was mapped, and the mapping has been disposed.</exception>
    public Mask ReadMask() => elements.ReadMask();

    /// <summary>Name, type and shape: <c>wte.weight F32 (27, 32)</c>.</summary>
    public override string ToString() => $"{Name} {Type.Code()} {Shape}";
}
