using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TinyAutograd.Kernels;

/// <summary>Asks for memory before it is read or written: where the addresses step over pages, the processor does not foresee them.</summary>
internal static unsafe class Prefetch
{
    /// <summary>Asks for the cache line at an address, which may lie outside any memory. Nothing happens where there is no such instruction.</summary>
    /// <param name="address">Any address.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
