using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TinyAutograd.Kernels;

/// <summary>Vectors of 256 bits.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct Lanes256<T>(Vector256<T> vector) : ILanes<Lanes256<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector256<T> vector = vector;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> a, Lanes256<T> b) => new(a.vector + b.vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> a, Lanes256<T> b) => new(a.vector - b.vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> a, Lanes256<T> b) => new(a.vector * b.vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator /(Lanes256<T> a, Lanes256<T> b) => new(a.vector / b.vector);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> a) => new(-a.vector);

    /// <inheritdoc/>
    public static int Count => Vector256<T>.Count;

    /// <inheritdoc/>
    public static bool LoadsMasked => Avx.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Load(T* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T* target, Lanes256<T> value) => value.vector.Store(target);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> FirstMask(int count) =>
        new(
            typeof(T) == typeof(float)
                ? Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).As<int, T>()
                : Vector256
                    .LessThan(Vector256<long>.Indices, Vector256.Create((long)count))
                    .As<long, T>()
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LoadFirst(T* source, int count, Lanes256<T> mask)
    {
        if (Avx.IsSupported)
        {
            return new(
                typeof(T) == typeof(float)
                    ? Avx.MaskLoad((float*)source, mask.vector.AsSingle()).As<float, T>()
                    : Avx.MaskLoad((double*)source, mask.vector.AsDouble()).As<double, T>()
            );
        }
        var value = default(Lanes256<T>);
        Unsafe.CopyBlockUnaligned(&value, source, (uint)(count * sizeof(T)));
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(T* target, int count, Lanes256<T> mask, Lanes256<T> value)
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
    public static Lanes256<T> Broadcast(T value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> MultiplyAdd(Lanes256<T> a, Lanes256<T> b, Lanes256<T> c) =>
        new(
            typeof(T) == typeof(float)
                ? Vector256
                    .MultiplyAddEstimate(
                        a.vector.AsSingle(),
                        b.vector.AsSingle(),
                        c.vector.AsSingle()
                    )
                    .As<float, T>()
                : Vector256
                    .MultiplyAddEstimate(
                        a.vector.AsDouble(),
                        b.vector.AsDouble(),
                        c.vector.AsDouble()
                    )
                    .As<double, T>()
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Max(Lanes256<T> a, Lanes256<T> b) =>
        new(Vector256.MaxNative(a.vector, b.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Min(Lanes256<T> a, Lanes256<T> b) =>
        new(Vector256.MinNative(a.vector, b.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Sqrt(Lanes256<T> a) => new(Vector256.Sqrt(a.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Abs(Lanes256<T> a) => new(Vector256.Abs(a.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Round(Lanes256<T> a) =>
        new(
            typeof(T) == typeof(float)
                ? Vector256.Round(a.vector.AsSingle()).As<float, T>()
                : Vector256.Round(a.vector.AsDouble()).As<double, T>()
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Less(Lanes256<T> a, Lanes256<T> b) =>
        new(Vector256.LessThan(a.vector, b.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Select(Lanes256<T> mask, Lanes256<T> yes, Lanes256<T> no)
    {
        if (!Avx.IsSupported)
        {
            return new(Vector256.ConditionalSelect(mask.vector, yes.vector, no.vector));
        }
        // One instruction instead of three: masks set all bits of an element or none.
        return new(
            typeof(T) == typeof(float)
                ? Avx.BlendVariable(
                        no.vector.AsSingle(),
                        yes.vector.AsSingle(),
                        mask.vector.AsSingle()
                    )
                    .As<float, T>()
                : Avx.BlendVariable(
                        no.vector.AsDouble(),
                        yes.vector.AsDouble(),
                        mask.vector.AsDouble()
                    )
                    .As<double, T>()
        );
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> CopySign(Lanes256<T> a, Lanes256<T> sign) =>
        new(Vector256.CopySign(a.vector, sign.vector));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> PowerOfTwo(Lanes256<T> n) =>
        // Adding 1.5·2²³ (2⁵²) leaves the integer in the low bits of the significand; shifted, it is the exponent.
        new(
            typeof(T) == typeof(float)
                ? ((n.vector.AsSingle() + Vector256.Create(12582912f + 127)).AsInt32() << 23).As<
                    int,
                    T
                >()
                : (
                    (n.vector.AsDouble() + Vector256.Create(6755399441055744.0 + 1023)).AsInt64()
                    << 52
                ).As<long, T>()
        );

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Lanes256<T> a) =>
        Lanes128<T>.Sum(new(a.vector.GetLower() + a.vector.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Largest(Lanes256<T> a) =>
        Lanes128<T>.Largest(new(Vector128.MaxNative(a.vector.GetLower(), a.vector.GetUpper())));
}
