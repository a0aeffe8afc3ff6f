using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>How kernels ask to be compiled.</summary>
internal static class JitHints
{
    /// <summary>For methods with a hot loop: fully optimised when first called, and never part of their caller.</summary>
    /// <remarks>
    /// The JIT inlines only up to a budget. Once a caller was recompiled with its profile, a kernel inlined into it had used the budget
    /// up, its vector operations became calls, and softmax took ten times as long.
    /// </remarks>
    public const MethodImplOptions Kernel =
        MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
