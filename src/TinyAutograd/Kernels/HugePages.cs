using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyAutograd.Kernels;

/// <summary>Asks Linux to back large arrays by pages of 2 MB: a matrix that is read by columns then misses fewer page translations.</summary>
/// <remarks>Advice, and only where the system leaves the choice to programs: nothing depends on whether it is taken.</remarks>
internal static unsafe class HugePages
{
    private const nint PageBytes = 2 << 20;
    private const int HugePageAdvice = 14; // MADV_HUGEPAGE

    /// <summary>Gives the advice for the whole pages within an array.</summary>
    /// <param name="array">Pinned, and not yet written to: pages that are in use are not exchanged at once.</param>
    public static void Advise<T>(T[] array)
        where T : unmanaged
    {
        var bytes = (nint)array.Length * sizeof(T);
        if (!OperatingSystem.IsLinux() || bytes < 2 * PageBytes)
        {
            return;
        }
        var start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)); // pinned: it stays there
        var first = (start + PageBytes - 1) & -PageBytes;
        var last = (start + bytes) & -PageBytes;
        _ = AdviseMemory(first, last - first, HugePageAdvice);
    }

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int AdviseMemory(nint address, nint length, int advice);
}
