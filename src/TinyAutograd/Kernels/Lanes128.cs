using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TinyAutograd.Kernels;

/// <summary>Vectors of 128 bits.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct Lanes128<T>(Vector128<T> vector) : ILanes<Lanes128<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector128<T> vector = vector;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> a, Lanes128<T> b) => new(a.vector + b.vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> a, Lanes128<T> b) => new(a.vector - b.vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> a, Lanes128<T> b) => new(a.vector * b.vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator /(Lanes128<T> a, Lanes128<T> b) => new(a.vector / b.vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> a) => new(-a.vector);

    /// <inheritdoc/>
    public static int Count => Vector128<T>.Count;

    /// <inheritdoc/>
    public static bool LoadsMasked => Avx.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Load(T* source) => new(Vector128.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* target, Lanes128<T> value) => value.vector.Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> FirstMask(int count) =>
        new(
            typeof(T) == typeof(float)
                ? Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).As<int, T>()
                : Vector128
                    .LessThan(Vector128<long>.Indices, Vector128.Create((long)count))
                    .As<long, T>()
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> LoadFirst(T* source, int count, Lanes128<T> mask)
    {
        if (Avx.IsSupported)
        {
            return new(
                typeof(T) == typeof(float)
                    ? Avx.MaskLoad((float*)source, mask.vector.AsSingle()).As<float, T>()
                    : Avx.MaskLoad((double*)source, mask.vector.AsDouble()).As<double, T>()
            );
        }
        var value = default(Lanes128<T>);
        Unsafe.CopyBlockUnaligned(&value, source, (uint)(count * sizeof(T)));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(T* target, int count, Lanes128<T> mask, Lanes128<T> value)
    {
        if (!Avx.IsSupported)
        {
            Unsafe.CopyBlockUnaligned(target, &value, (uint)(count * sizeof(T)));
        }
        else if (typeof(T) == typeof(float))
        {
            Avx.MaskStore((float*)target, mask.vector.AsSingle(), value.vector.AsSingle());
        }
        else
        {
            Avx.MaskStore((double*)target, mask.vector.AsDouble(), value.vector.AsDouble());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Broadcast(T value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> MultiplyAdd(Lanes128<T> a, Lanes128<T> b, Lanes128<T> c) =>
        new(
            typeof(T) == typeof(float)
                ? Vector128
                    .MultiplyAddEstimate(
                        a.vector.AsSingle(),
                        b.vector.AsSingle(),
                        c.vector.AsSingle()
                    )
                    .As<float, T>()
                : Vector128
                    .MultiplyAddEstimate(
                        a.vector.AsDouble(),
                        b.vector.AsDouble(),
                        c.vector.AsDouble()
                    )
                    .As<double, T>()
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Max(Lanes128<T> a, Lanes128<T> b) =>
        new(Vector128.MaxNative(a.vector, b.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Min(Lanes128<T> a, Lanes128<T> b) =>
        new(Vector128.MinNative(a.vector, b.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Sqrt(Lanes128<T> a) => new(Vector128.Sqrt(a.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Abs(Lanes128<T> a) => new(Vector128.Abs(a.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Round(Lanes128<T> a) =>
        new(
            typeof(T) == typeof(float)
                ? Vector128.Round(a.vector.AsSingle()).As<float, T>()
                : Vector128.Round(a.vector.AsDouble()).As<double, T>()
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Less(Lanes128<T> a, Lanes128<T> b) =>
        new(Vector128.LessThan(a.vector, b.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Select(Lanes128<T> mask, Lanes128<T> yes, Lanes128<T> no) =>
        new(Vector128.ConditionalSelect(mask.vector, yes.vector, no.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> CopySign(Lanes128<T> a, Lanes128<T> sign) =>
        new(Vector128.CopySign(a.vector, sign.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> PowerOfTwo(Lanes128<T> n) =>
        // Adding 1.5·2²³ (2⁵²) leaves the integer in the low bits of the significand; shifted, it is the exponent.
        new(
            typeof(T) == typeof(float)
                ? ((n.vector.AsSingle() + Vector128.Create(12582912f + 127)).AsInt32() << 23).As<
                    int,
                    T
                >()
                : (
                    (n.vector.AsDouble() + Vector128.Create(6755399441055744.0 + 1023)).AsInt64()
                    << 52
                ).As<long, T>()
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes128<T> a)
    {
        var half = typeof(T) == typeof(float) ? a.vector + UpperHalf(a.vector) : a.vector;
        return half[0] + half[1];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Largest(Lanes128<T> a)
    {
        var half =
            typeof(T) == typeof(float)
                ? Vector128.MaxNative(a.vector, UpperHalf(a.vector))
                : a.vector;
        return Vector128.MaxNative(half, Vector128.CreateScalarUnsafe(half[1]))[0];
    }

    // Elements 2 and 3 of four floats, twice.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> UpperHalf(Vector128<T> a) =>
        Vector128.Shuffle(a.AsInt32(), Vector128.Create(2, 3, 2, 3)).As<int, T>();
}
