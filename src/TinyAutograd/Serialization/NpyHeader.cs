using System.Buffers.Binary;
using System.Text;

namespace TinyAutograd;

/// <summary>What stands before the elements of a <c>.npy</c> file: the magic string, a version, and a dictionary as Python writes it.</summary>
/// <param name="Type">The type of the elements.</param>
/// <param name="IsBigEndian">Whether their bytes stand the other way round.</param>
/// <param name="IsFortranOrder">Whether the first axis, not the last, runs fastest.</param>
/// <param name="Shape">The sizes along the axes, outermost first.</param>
internal readonly record struct NpyHeader(
    SafetensorsType Type,
    bool IsBigEndian,
    bool IsFortranOrder,
    Shape Shape
)
{
    /// <summary>The longest dictionary in bytes that is read, as in NumPy.</summary>
    public const int MostLength = 10_000;

    // All that stands before the elements; a multiple of 64. The longest dictionary, of eight axes with 17 digits, ends before byte 100.
    private const int WrittenLength = 128;

    /// <summary>The remedy where a file was never sound.</summary>
    private const string Damaged = "The file is damaged or no .npy file: copy or write it again.";

    private static ReadOnlySpan<byte> Magic =>
        [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Number of bytes of the elements.</summary>
    public long ByteCount => (long)Shape.ElementCount * Type.Size();

    /// <summary>Reads a header; the stream then stands at the first element.</summary>
    /// <exception cref="InvalidDataException">It is not sound, or names a type that is not supported.</exception>
    public static NpyHeader Read(string label, Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        Fill(start);
        if (!start.StartsWith(Magic))
        {
            throw Error($"it does not begin as a .npy file does. {Damaged}");
        }
        var (major, minor) = (start[6], start[7]);
        if (major is < 1 or > 3 || minor != 0)
        {
            throw Error(
                $"version {major}.{minor} of the format is not supported; 1.0, 2.0 and 3.0 are."
            );
        }
        Span<byte> size = stackalloc byte[major == 1 ? 2 : 4];
        Fill(size);
        var length =
            major == 1
                ? BinaryPrimitives.ReadUInt16LittleEndian(size)
                : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > MostLength)
        {
            throw Error(
                $"a header of {length} bytes is announced; at most {MostLength} are read. {Damaged}"
            );
        }
        var text = new byte[length];
        Fill(text);
        return new NpyDictionary(label, text).Read();

        void Fill(Span<byte> bytes)
        {
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            {
                throw Error($"it ends within the header. {Damaged}");
            }
        }

        InvalidDataException Error(string problem) => new($"{label}: {problem}");
    }

    /// <summary>The header of elements that are little-endian and row-major, in version 1.0; the elements begin at a multiple of 64.</summary>
    public static byte[] Write(SafetensorsType type, Shape shape)
    {
        var sizes = string.Join(", ", shape.AsSpan().ToArray());
        var tuple = shape.Rank == 1 ? $"({sizes},)" : $"({sizes})";
        var text =
            $"{{'descr': '{NpyTypes.Descriptor(type)}', 'fortran_order': False, 'shape': {tuple}, }}";
        var begin = Magic.Length + 4;
        var header = new byte[WrittenLength];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header);
        (header[6], header[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(WrittenLength - begin));
        Encoding.ASCII.GetBytes(text, header.AsSpan(begin));
        header[^1] = (byte)'\n';
        return header;
    }
}
