using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary>One number at a time, for processors without vectors: a vector of one element.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct LanesScalar<T>(T number) : ILanes<LanesScalar<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T number = number;

    /// <inheritdoc/>
    public static LanesScalar<T> operator +(LanesScalar<T> a, LanesScalar<T> b) =>
        new(a.number + b.number);

    /// <inheritdoc/>
    public static LanesScalar<T> operator -(LanesScalar<T> a, LanesScalar<T> b) =>
        new(a.number - b.number);

    /// <inheritdoc/>
    public static LanesScalar<T> operator *(LanesScalar<T> a, LanesScalar<T> b) =>
        new(a.number * b.number);

    /// <inheritdoc/>
    public static LanesScalar<T> operator /(LanesScalar<T> a, LanesScalar<T> b) =>
        new(a.number / b.number);

    /// <inheritdoc/>
    public static LanesScalar<T> operator -(LanesScalar<T> a) => new(-a.number);

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static bool LoadsMasked => true;

    /// <inheritdoc/>
    public static LanesScalar<T> Load(T* source) => new(*source);

    /// <inheritdoc/>
    public static void Store(T* target, LanesScalar<T> value) => *target = value.number;

    /// <inheritdoc/>
    public static LanesScalar<T> FirstMask(int count) => new(T.CreateTruncating(count));

    /// <inheritdoc/>
    public static LanesScalar<T> LoadFirst(T* source, int count, LanesScalar<T> mask) =>
        new(count > 0 ? *source : T.Zero);

    /// <inheritdoc/>
    public static void StoreFirst(T* target, int count, LanesScalar<T> mask, LanesScalar<T> value)
    {
        if (count > 0)
        {
            *target = value.number;
        }
    }

    /// <inheritdoc/>
    public static LanesScalar<T> Broadcast(T value) => new(value);

    /// <inheritdoc/>
    public static LanesScalar<T> MultiplyAdd(
        LanesScalar<T> a,
        LanesScalar<T> b,
        LanesScalar<T> c
    ) => new(a.number * b.number + c.number);

    /// <inheritdoc/>
    public static LanesScalar<T> Max(LanesScalar<T> a, LanesScalar<T> b) =>
        new(T.Max(a.number, b.number));

    /// <inheritdoc/>
    public static LanesScalar<T> Min(LanesScalar<T> a, LanesScalar<T> b) =>
        new(T.Min(a.number, b.number));

    /// <inheritdoc/>
    public static LanesScalar<T> Sqrt(LanesScalar<T> a) => new(T.Sqrt(a.number));

    /// <inheritdoc/>
    public static LanesScalar<T> Abs(LanesScalar<T> a) => new(T.Abs(a.number));

    /// <inheritdoc/>
    public static LanesScalar<T> Round(LanesScalar<T> a) => new(T.Round(a.number));

    /// <inheritdoc/>
    public static LanesScalar<T> Less(LanesScalar<T> a, LanesScalar<T> b) =>
        new(a.number < b.number ? T.One : T.Zero);

    /// <inheritdoc/>
    public static LanesScalar<T> Select(
        LanesScalar<T> mask,
        LanesScalar<T> yes,
        LanesScalar<T> no
    ) => mask.number != T.Zero ? yes : no;

    /// <inheritdoc/>
    public static LanesScalar<T> CopySign(LanesScalar<T> a, LanesScalar<T> sign) =>
        new(T.CopySign(a.number, sign.number));

    /// <inheritdoc/>
    public static LanesScalar<T> PowerOfTwo(LanesScalar<T> n)
    {
        var power = T.ScaleB(T.One, int.CreateTruncating(n.number));
        return new(T.IsNormal(power) ? power : T.Zero);
    }

    /// <inheritdoc/>
    public static T Sum(LanesScalar<T> a) => a.number;

    /// <inheritdoc/>
    public static T Largest(LanesScalar<T> a) => a.number;
}
