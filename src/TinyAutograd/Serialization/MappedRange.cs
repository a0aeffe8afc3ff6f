using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyAutograd;

/// <summary>Bytes of a mapped file, read when asked for.</summary>
/// <param name="view">The whole file; whoever made it disposes it.</param>
/// <param name="begin">Where the bytes begin in the file.</param>
/// <param name="length">How many there are.</param>
internal sealed class MappedRange(MemoryMappedViewAccessor view, long begin, int length)
{
    /// <summary>Little-endian numbers, copied once.</summary>
    /// <exception cref="ObjectDisposedException">The file is no longer mapped.</exception>
    public T[] Values<T>()
        where T : unmanaged
    {
        var values = GC.AllocateUninitializedArray<T>(length / Unsafe.SizeOf<T>());
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        // The view may begin before the file does in memory, at the start of a page.
        view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(view.PointerOffset + begin), bytes);
        LittleEndian.Order(bytes, Unsafe.SizeOf<T>());
        return values;
    }
}
