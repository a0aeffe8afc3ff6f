using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary>A relation between two numbers. NaN stands in no relation but "not equal".</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IRelation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether it holds.</summary>
    static abstract bool Holds(T a, T b);
}

/// <summary>Comparisons of spans.</summary>
internal static class Comparing
{
    /// <summary><c>result[i] = a[i] R b[i]</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TRelation">The relation R.</typeparam>
    /// <param name="a">Any numbers, or one for all places.</param>
    /// <param name="b">Any numbers, or one for all places.</param>
    /// <param name="result">As many as the longer operand.</param>
    public static void Compare<T, TRelation>(
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        Span<bool> result
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRelation : struct, IRelation<T>
    {
        if (a.Length == 1)
        {
            Check.SameLength(b.Length, result.Length, nameof(result));
            var left = a[0];
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = TRelation.Holds(left, b[i]);
            }
        }
        else if (b.Length == 1)
        {
            Check.SameLength(a.Length, result.Length, nameof(result));
            var right = b[0];
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = TRelation.Holds(a[i], right);
            }
        }
        else
        {
            Check.SameLength(a.Length, b.Length, nameof(b));
            Check.SameLength(a.Length, result.Length, nameof(result));
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = TRelation.Holds(a[i], b[i]);
            }
        }
    }
}

/// <summary><c>a &gt; b</c>.</summary>
internal readonly struct Greater<T> : IRelation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool Holds(T a, T b) => a > b;
}

/// <summary><c>a ≥ b</c>.</summary>
internal readonly struct GreaterOrEqual<T> : IRelation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool Holds(T a, T b) => a >= b;
}

/// <summary><c>a &lt; b</c>.</summary>
internal readonly struct Less<T> : IRelation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool Holds(T a, T b) => a < b;
}

/// <summary><c>a ≤ b</c>.</summary>
internal readonly struct LessOrEqual<T> : IRelation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool Holds(T a, T b) => a <= b;
}

/// <summary><c>a = b</c>.</summary>
internal readonly struct Equal<T> : IRelation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool Holds(T a, T b) => a == b;
}

/// <summary><c>a ≠ b</c>.</summary>
internal readonly struct NotEqual<T> : IRelation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool Holds(T a, T b) => a != b;
}
