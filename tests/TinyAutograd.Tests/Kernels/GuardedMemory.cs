using System.Runtime.InteropServices;

namespace TinyAutograd.Tests.Kernels;

/// <summary>
/// Memory between two pages that may not be touched: reading or writing an element beside a span ends the process, where in an array it would go
/// unseen. Linux only.
/// </summary>
/// <param name="isAtEnd">Whether spans end where the page behind them begins; else they begin where the page before them ends.</param>
internal sealed unsafe partial class GuardedMemory(bool isAtEnd) : IDisposable
{
    private const int ReadAndWrite = 3;
    private const int NoAccess = 0;
    private const int PrivateAndAnonymous = 0x22;

    private static readonly nuint Page = (nuint)Environment.SystemPageSize;

    private readonly List<(nint Address, nuint Bytes)> maps = [];

    /// <summary>A span of zeros.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="length">The number of elements.</param>
    public Span<T> Take<T>(int length)
        where T : unmanaged
    {
        var bytes = (nuint)length * (nuint)sizeof(T);
        var inner = (bytes + Page - 1) / Page * Page;
        var address = Map(0, inner + 2 * Page, ReadAndWrite, PrivateAndAnonymous, -1, 0);
        Assert.NotEqual(-1, address);
        maps.Add((address, inner + 2 * Page));
        Assert.Equal(0, Protect(address, Page, NoAccess));
        Assert.Equal(0, Protect(address + (nint)(Page + inner), Page, NoAccess));
        var first = address + (nint)(isAtEnd ? Page + inner - bytes : Page);
        return new Span<T>((void*)first, length);
    }

    /// <summary>A span with the elements of an array.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">The elements.</param>
    public Span<T> Copy<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var span = Take<T>(values.Length);
        values.CopyTo(span);
        return span;
    }

    public void Dispose()
    {
        foreach (var (address, bytes) in maps)
        {
            Assert.Equal(0, Unmap(address, bytes));
        }
        maps.Clear();
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(
        nint address,
        nuint bytes,
        int protection,
        int flags,
        int file,
        nint offset
    );

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint bytes, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint bytes);
}

/// <summary>A theory that needs <see cref="GuardedMemory"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() =>
        Skip = OperatingSystem.IsLinux() ? null : "Pages are protected by Linux' mprotect.";
}
