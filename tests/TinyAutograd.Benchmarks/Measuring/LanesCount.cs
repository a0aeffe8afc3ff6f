using System.Runtime.Intrinsics;

namespace TinyAutograd.Benchmarks;

/// <summary>How many floats the widest vector of this machine holds.</summary>
internal static class LanesCount
{
    /// <summary>16, 8, 4, or 1 without vectors.</summary>
    public static int Get() =>
        Vector512.IsHardwareAccelerated ? 16
        : Vector256.IsHardwareAccelerated ? 8
        : Vector128.IsHardwareAccelerated ? 4
        : 1;
}
