using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TinyAutograd.Kernels;

/// <summary>Vectors of 512 bits.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct Lanes512<T>(Vector512<T> vector) : ILanes<Lanes512<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector512<T> vector = vector;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> a, Lanes512<T> b) => new(a.vector + b.vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> a, Lanes512<T> b) => new(a.vector - b.vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> a, Lanes512<T> b) => new(a.vector * b.vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator /(Lanes512<T> a, Lanes512<T> b) => new(a.vector / b.vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> a) => new(-a.vector);

    /// <inheritdoc/>
    public static int Count => Vector512<T>.Count;

    /// <inheritdoc/>
    public static bool LoadsMasked => Avx512F.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Load(T* source) => new(Vector512.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* target, Lanes512<T> value) => value.vector.Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> FirstMask(int count) =>
        new(
            typeof(T) == typeof(float)
                ? Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).As<int, T>()
                : Vector512
                    .LessThan(Vector512<long>.Indices, Vector512.Create((long)count))
                    .As<long, T>()
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> LoadFirst(T* source, int count, Lanes512<T> mask)
    {
        if (Avx512F.IsSupported)
        {
            return new(
                typeof(T) == typeof(float)
                    ? Avx512F
                        .MaskLoad((float*)source, mask.vector.AsSingle(), Vector512<float>.Zero)
                        .As<float, T>()
                    : Avx512F
                        .MaskLoad((double*)source, mask.vector.AsDouble(), Vector512<double>.Zero)
                        .As<double, T>()
            );
        }
        var value = default(Lanes512<T>);
        Unsafe.CopyBlockUnaligned(&value, source, (uint)(count * sizeof(T)));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(T* target, int count, Lanes512<T> mask, Lanes512<T> value)
    {
        if (!Avx512F.IsSupported)
        {
            Unsafe.CopyBlockUnaligned(target, &value, (uint)(count * sizeof(T)));
        }
        else if (typeof(T) == typeof(float))
        {
            Avx512F.MaskStore((float*)target, mask.vector.AsSingle(), value.vector.AsSingle());
        }
        else
        {
            Avx512F.MaskStore((double*)target, mask.vector.AsDouble(), value.vector.AsDouble());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Broadcast(T value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> MultiplyAdd(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c) =>
        new(
            typeof(T) == typeof(float)
                ? Vector512
                    .MultiplyAddEstimate(
                        a.vector.AsSingle(),
                        b.vector.AsSingle(),
                        c.vector.AsSingle()
                    )
                    .As<float, T>()
                : Vector512
                    .MultiplyAddEstimate(
                        a.vector.AsDouble(),
                        b.vector.AsDouble(),
                        c.vector.AsDouble()
                    )
                    .As<double, T>()
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Max(Lanes512<T> a, Lanes512<T> b) =>
        new(Vector512.MaxNative(a.vector, b.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Min(Lanes512<T> a, Lanes512<T> b) =>
        new(Vector512.MinNative(a.vector, b.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Sqrt(Lanes512<T> a) => new(Vector512.Sqrt(a.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Abs(Lanes512<T> a) => new(Vector512.Abs(a.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Round(Lanes512<T> a) =>
        new(
            typeof(T) == typeof(float)
                ? Vector512.Round(a.vector.AsSingle()).As<float, T>()
                : Vector512.Round(a.vector.AsDouble()).As<double, T>()
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Less(Lanes512<T> a, Lanes512<T> b) =>
        new(Vector512.LessThan(a.vector, b.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Select(Lanes512<T> mask, Lanes512<T> yes, Lanes512<T> no) =>
        new(Vector512.ConditionalSelect(mask.vector, yes.vector, no.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> CopySign(Lanes512<T> a, Lanes512<T> sign) =>
        new(Vector512.CopySign(a.vector, sign.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> PowerOfTwo(Lanes512<T> n) =>
        // Adding 1.5·2²³ (2⁵²) leaves the integer in the low bits of the significand; shifted, it is the exponent.
        new(
            typeof(T) == typeof(float)
                ? ((n.vector.AsSingle() + Vector512.Create(12582912f + 127)).AsInt32() << 23).As<
                    int,
                    T
                >()
                : (
                    (n.vector.AsDouble() + Vector512.Create(6755399441055744.0 + 1023)).AsInt64()
                    << 52
                ).As<long, T>()
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes512<T> a) =>
        Lanes256<T>.Sum(new(a.vector.GetLower() + a.vector.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Largest(Lanes512<T> a) =>
        Lanes256<T>.Largest(new(Vector256.MaxNative(a.vector.GetLower(), a.vector.GetUpper())));
}
