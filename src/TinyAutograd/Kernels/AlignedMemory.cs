using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>Arrays whose first used element lies on a cache line, so that no vector load crosses two.</summary>
internal static unsafe class AlignedMemory
{
    private const int CacheLine = 64;

    /// <summary>An uninitialised, pinned array with room for <paramref name="length"/> elements from the returned offset.</summary>
    public static (T[] Array, int Offset) Allocate<T>(int length)
        where T : unmanaged
    {
        var array = GC.AllocateUninitializedArray<T>(length + CacheLine / sizeof(T), pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref array[0]); // pinned: the address does not change
        var past = (int)(address % CacheLine);
        return (array, past == 0 ? 0 : (CacheLine - past) / sizeof(T));
    }
}
