using System.Numerics;

namespace TinyAutograd;

/// <summary>Reads and writes NumPy's <c>.npy</c> format: one array with its type and shape.</summary>
/// <remarks>Versions 1.0 to 3.0, little- and big-endian, row-major and Fortran order are read; 1.0, little-endian and row-major is written. Types:
/// float16, 32 and 64, integers of 8 to 64 bits with and without a sign, bool; rank 0 to 8. Whatever is wrong with a file,
/// <see cref="InvalidDataException"/> names it, the reason and the remedy. Nothing in a file is executed: arrays of objects are refused.
/// Source: NumPy Enhancement Proposal 1 and numpy.lib.format.</remarks>
public static class Npy
{
    private const int ChunkLength = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is not a sound .npy file, or holds a type or rank that is not supported.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static NpyArray Load(string path)
    {
        using var stream = File.OpenRead(path);
        return Read($"Npy: '{path}'", stream);
    }

    /// <summary>Reads a stream from its position to its end.</summary>
    /// <param name="stream">Readable; not closed.</param>
    /// <exception cref="InvalidDataException">It is not a sound .npy file, or holds a type or rank that is not supported.</exception>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    public static NpyArray Load(Stream stream)
    {
        StreamAccess.ThrowIfNotReadable(stream);
        return Read("Npy: the stream", stream);
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The file; replaced if it exists. Its folder must exist.</param>
    /// <param name="array">The array. Equal arrays give equal bytes.</param>
    /// <exception cref="IOException">It cannot be written; what was there before is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; what was there before is unchanged.</exception>
    /// <exception cref="ArgumentException">The path is empty or malformed.</exception>
    public static void Save(string path, NpyArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        WholeFile.Write(path, stream => Save(stream, array));
    }

    /// <summary>Writes a variable to a file, see <see cref="Save(string, NpyArray)"/>.</summary>
    /// <param name="path">The file; replaced if it exists. Its folder must exist.</param>
    /// <param name="values">The numbers: float64 for <see cref="double"/>, float32 for <see cref="float"/>.</param>
    /// <inheritdoc cref="Save(string, NpyArray)" path="/exception"/>
    public static void Save<T>(string path, Variable<T> values)
        where T : unmanaged, IFloatingPointIeee754<T> => Save(path, NpyArray.Of(values));

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Writable; neither flushed nor closed.</param>
    /// <param name="array">The array.</param>
    /// <exception cref="ArgumentException">The stream cannot be written.</exception>
    public static void Save(Stream stream, NpyArray array)
    {
        StreamAccess.ThrowIfNotWritable(stream);
        ArgumentNullException.ThrowIfNull(array);
        stream.Write(NpyHeader.Write(array.Type, array.Shape));
        stream.Write(array.Elements.Bytes.Span);
    }

    /// <exception cref="InvalidDataException">It is not sound, not supported, or has more than <paramref name="mostBytes"/> of elements.</exception>
    internal static NpyArray Read(string label, Stream stream, long mostBytes = long.MaxValue)
    {
        var header = NpyHeader.Read(label, stream);
        var most = Math.Min(mostBytes, Array.MaxLength);
        if (header.ByteCount > most)
        {
            var remedy =
                most < Array.MaxLength
                    ? "If the file can be trusted, allow more."
                    : "Split it before saving it.";
            throw new InvalidDataException(
                $"{label}: {header.Type.Code()} {header.Shape} needs {header.ByteCount:N0} bytes; at most {most:N0} are read here. {remedy}"
            );
        }
        var bytes = ReadElements(label, stream, (int)header.ByteCount);
        if (header.IsBigEndian)
        {
            LittleEndian.Reverse(bytes, header.Type.Size());
        }
        if (header.IsFortranOrder)
        {
            bytes = RowMajor(bytes, header.Shape, header.Type.Size());
        }
        var elements = new StoredElements(label, header.Type, header.Shape, bytes);
        if (header.Type == SafetensorsType.Bool)
        {
            elements.ThrowIfNotBool(bytes);
        }
        return new NpyArray(elements);
    }

    // The buffer grows with what has really come, whatever the header announces.
    private static byte[] ReadElements(string label, Stream stream, int length)
    {
        var bytes = new byte[Math.Min(length, ChunkLength)];
        var count = 0;
        while (count < length)
        {
            if (count == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(length, 2L * count));
            }
            var read = stream.Read(bytes, count, bytes.Length - count);
            if (read == 0)
            {
                throw new InvalidDataException(
                    $"{label}: {length:N0} bytes of elements are announced, {count:N0} are there. The file was cut off: copy or write it again."
                );
            }
            count += read;
        }
        return stream.ReadByte() < 0
            ? bytes
            : throw new InvalidDataException(
                $"{label}: more follows the {length:N0} bytes of elements that its shape asks for. The file is damaged: copy or write it again."
            );
    }

    // In Fortran order axis a steps over the product of the sizes before it; the elements are visited in row-major order, as an odometer counts.
    private static byte[] RowMajor(byte[] bytes, Shape shape, int size)
    {
        Span<int> steps = stackalloc int[shape.Rank];
        var index = new int[shape.Rank];
        for (var (axis, step) = (0, size); axis < shape.Rank; axis++)
        {
            steps[axis] = step;
            step *= Math.Max(shape[axis], 1);
        }
        var turned = new byte[bytes.Length];
        var from = 0;
        for (var to = 0; to < bytes.Length; to += size)
        {
            bytes.AsSpan(from, size).CopyTo(turned.AsSpan(to));
            for (var axis = shape.Rank - 1; axis >= 0; axis--)
            {
                from += steps[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }
                from -= steps[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return turned;
    }
}
