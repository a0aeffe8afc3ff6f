using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TinyAutograd.Kernels;

/// <summary>Selection by truth values, without a branch per element: masks are often random.</summary>
internal static class Selecting
{
    /// <summary><c>y[i] = mask[i] ? a[i] : b[i]</c>. Each operand has the length of <paramref name="y"/>, or is one for all places.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="mask">The choices, or one choice.</param>
    /// <param name="a">What is taken where the mask is true.</param>
    /// <param name="b">What is taken elsewhere.</param>
    /// <param name="y">The result.</param>
    public static void Select<T>(
        ReadOnlySpan<bool> mask,
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (mask.Length == 1)
        {
            Repeat(mask[0] ? a : b, y);
            return;
        }
        Check.SameLength(y.Length, mask.Length, nameof(mask));
        var (oneA, oneB) = (a.Length == 1, b.Length == 1);
        Check.SameLength(y.Length, oneA ? y.Length : a.Length, nameof(a));
        Check.SameLength(y.Length, oneB ? y.Length : b.Length, nameof(b));
        ref var a0 = ref MemoryMarshal.GetReference(a);
        ref var b0 = ref MemoryMarshal.GetReference(b);
        ref var y0 = ref MemoryMarshal.GetReference(y);
        var (allA, allB) = (Vector128.Create(a0), Vector128.Create(b0));
        var i = 0;
        for (; i <= y.Length - Vector128<T>.Count; i += Vector128<T>.Count)
        {
            var at = (nuint)i;
            var va = oneA ? allA : Vector128.LoadUnsafe(ref a0, at);
            var vb = oneB ? allB : Vector128.LoadUnsafe(ref b0, at);
            Vector128.ConditionalSelect(IsFalse<T>(mask[i..]), vb, va).StoreUnsafe(ref y0, at);
        }
        for (; i < y.Length; i++)
        {
            y[i] = mask[i] ? a[oneA ? 0 : i] : b[oneB ? 0 : i];
        }
    }

    // All bits set in each lane whose truth value is false.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> IsFalse<T>(ReadOnlySpan<bool> mask)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var bytes = MemoryMarshal.AsBytes(mask);
        if (Vector128<T>.Count == 4)
        {
            var four = Vector128.CreateScalar(MemoryMarshal.Read<uint>(bytes)).AsByte();
            var lanes = Vector128.WidenLower(Vector128.WidenLower(four));
            return Vector128.Equals(lanes, Vector128<uint>.Zero).As<uint, T>();
        }
        else
        {
            var two = Vector128.CreateScalar(MemoryMarshal.Read<ushort>(bytes)).AsByte();
            var lanes = Vector128.WidenLower(Vector128.WidenLower(Vector128.WidenLower(two)));
            return Vector128.Equals(lanes, Vector128<ulong>.Zero).As<ulong, T>();
        }
    }

    private static void Repeat<T>(ReadOnlySpan<T> source, Span<T> y)
    {
        if (source.Length == 1)
        {
            y.Fill(source[0]);
        }
        else
        {
            source.CopyTo(y);
        }
    }
}
