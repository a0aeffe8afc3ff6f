using System.Numerics;
using System.Runtime.Intrinsics;

namespace TinyAutograd.Kernels;

/// <summary>How two elements are joined by a reduction: associative but for rounding, commutative.</summary>
internal interface IReducer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The result of reducing nothing.</summary>
    static abstract T Identity { get; }

    /// <summary>Two elements joined.</summary>
    static abstract T Join(T a, T b);

    /// <summary>Pairs of elements joined.</summary>
    static abstract Vector<T> Join(Vector<T> a, Vector<T> b);

    /// <summary>Pairs of elements joined, where vectors have been folded to this width.</summary>
    static abstract Vector128<T> Join(Vector128<T> a, Vector128<T> b);
}

/// <summary>Sums; the sum of nothing is 0.</summary>
internal readonly struct SumReducer<T> : IReducer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Identity => T.Zero;

    public static T Join(T a, T b) => a + b;

    public static Vector<T> Join(Vector<T> a, Vector<T> b) => a + b;

    public static Vector128<T> Join(Vector128<T> a, Vector128<T> b) => a + b;
}

/// <summary>Products; the product of nothing is 1.</summary>
internal readonly struct ProductReducer<T> : IReducer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Identity => T.One;

    public static T Join(T a, T b) => a * b;

    public static Vector<T> Join(Vector<T> a, Vector<T> b) => a * b;

    public static Vector128<T> Join(Vector128<T> a, Vector128<T> b) => a * b;
}

/// <summary>Largest elements. NaN wins. The largest of nothing is −∞.</summary>
internal readonly struct MaxReducer<T> : IReducer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Identity => T.NegativeInfinity;

    public static T Join(T a, T b) => T.Max(a, b);

    public static Vector<T> Join(Vector<T> a, Vector<T> b) => Vector.Max(a, b);

    public static Vector128<T> Join(Vector128<T> a, Vector128<T> b) => Vector128.Max(a, b);
}

/// <summary>Smallest elements. NaN wins. The smallest of nothing is +∞.</summary>
internal readonly struct MinReducer<T> : IReducer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Identity => T.PositiveInfinity;

    public static T Join(T a, T b) => T.Min(a, b);

    public static Vector<T> Join(Vector<T> a, Vector<T> b) => Vector.Min(a, b);

    public static Vector128<T> Join(Vector128<T> a, Vector128<T> b) => Vector128.Min(a, b);
}
