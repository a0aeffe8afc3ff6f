using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyAutograd.Kernels;

/// <summary>Memory of the calling thread that kernels pack their operands into. It grows to the largest need and is reused.</summary>
internal static unsafe class Scratch
{
    /// <summary>The purposes, which may be in use at the same time on one thread.</summary>
    public enum Slot
    {
        /// <summary>Packed rows of A, used within one piece.</summary>
        A,

        /// <summary>Packed columns of B, used by the thread that started the product.</summary>
        B,
    }

    // A cache line, and the widest vector. An array of them may be larger than one of bytes.
    [StructLayout(LayoutKind.Sequential, Size = BytesOfLine)]
    private struct Line;

    private const int BytesOfLine = 64;

    [ThreadStatic]
    private static Line[]?[]? buffers;

    /// <summary>Memory for <paramref name="count"/> elements, aligned to a cache line, contents undefined.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="slot">What for; asking again for the same slot reuses the memory.</param>
    /// <param name="count">The number of elements.</param>
    /// <returns>Memory that stays valid until this thread asks for the slot again.</returns>
    public static T* Get<T>(Slot slot, nint count)
        where T : unmanaged
    {
        var lines = count * sizeof(T) / BytesOfLine + 2; // one that is not full, one before the first that is aligned
        var buffer = (buffers ??= new Line[2][])[(int)slot];
        if (buffer is null || buffer.Length < lines)
        {
            buffer = Grow(slot, lines);
        }
        // The array is pinned for its lifetime and kept alive by the thread's static field.
        var address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer));
        return (T*)((address + BytesOfLine - 1) & -BytesOfLine);
    }

    private static Line[] Grow(Slot slot, nint lines)
    {
        var buffer = GC.AllocateUninitializedArray<Line>(checked((int)lines), pinned: true);
        buffers![(int)slot] = buffer;
        return buffer;
    }
}
