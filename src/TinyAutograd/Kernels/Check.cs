using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>Guards at the entry of kernels: sizes are checked once, so that the loops need no checks.</summary>
internal static class Check
{
    /// <summary>Throws unless both spans have the same number of elements.</summary>
    /// <param name="expected">The number of elements expected.</param>
    /// <param name="actual">The number of elements of the span.</param>
    /// <param name="name">The span's parameter name.</param>
    /// <param name="kernel">The kernel that asks, for the message.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SameLength(
        int expected,
        int actual,
        string name,
        [CallerMemberName] string kernel = ""
    )
    {
        if (expected != actual)
        {
            ThrowLength(expected, actual, name, kernel);
        }
    }

    /// <summary>Throws unless a span holds at least <paramref name="needed"/> elements.</summary>
    /// <param name="needed">The number of elements that will be touched.</param>
    /// <param name="actual">The number of elements of the span.</param>
    /// <param name="name">The span's parameter name.</param>
    /// <param name="kernel">The kernel that asks, for the message.</param>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AtLeast(
        long needed,
        int actual,
        string name,
        [CallerMemberName] string kernel = ""
    )
    {
        if (actual < needed)
        {
            ThrowShort(needed, actual, name, kernel);
        }
    }

    /// <summary>Throws unless a size is zero or more.</summary>
    /// <param name="size">The size.</param>
    /// <param name="name">The size's parameter name.</param>
    /// <param name="kernel">The kernel that asks, for the message.</param>
    /// <exception cref="ArgumentException">The size is negative.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NotNegative(long size, string name, [CallerMemberName] string kernel = "")
    {
        if (size < 0)
        {
            ThrowNegative(size, name, kernel);
        }
    }

    [DoesNotReturn]
    private static void ThrowLength(int expected, int actual, string name, string kernel) =>
        throw new ArgumentException(
            $"{kernel}: {name} has {actual} elements, expected {expected}.",
            name
        );

    [DoesNotReturn]
    private static void ThrowShort(long needed, int actual, string name, string kernel) =>
        throw new ArgumentException(
            $"{kernel}: {name} has {actual} elements, needs at least {needed}.",
            name
        );

    [DoesNotReturn]
    private static void ThrowNegative(long size, string name, string kernel) =>
        throw new ArgumentException($"{kernel}: {name} is {size}, must not be negative.", name);
}
