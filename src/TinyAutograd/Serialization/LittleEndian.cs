using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyAutograd;

/// <summary>Numbers as little-endian bytes, and back, on machines of either byte order.</summary>
internal static class LittleEndian
{
    /// <exception cref="ArgumentException">The bytes do not fit one array.</exception>
    public static byte[] Bytes<T>(string label, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if ((long)values.Length * Unsafe.SizeOf<T>() > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{label} has {values.Length:N0} elements of {Unsafe.SizeOf<T>()} bytes, more than {Array.MaxLength:N0} bytes. Split it."
            );
        }
        var bytes = MemoryMarshal.AsBytes(values).ToArray();
        Order(bytes, Unsafe.SizeOf<T>());
        return bytes;
    }

    public static T[] Values<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged
    {
        var values = GC.AllocateUninitializedArray<T>(bytes.Length / Unsafe.SizeOf<T>());
        var target = MemoryMarshal.AsBytes(values.AsSpan());
        bytes.CopyTo(target);
        Order(target, Unsafe.SizeOf<T>());
        return values;
    }

    /// <summary>Turns each number round on a machine of the other byte order.</summary>
    public static void Order(Span<byte> bytes, int size)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Reverse(bytes, size);
        }
    }

    /// <summary>Turns the bytes of each number round.</summary>
    public static void Reverse(Span<byte> bytes, int size)
    {
        for (var begin = 0; begin < bytes.Length; begin += size)
        {
            bytes.Slice(begin, size).Reverse();
        }
    }
}
