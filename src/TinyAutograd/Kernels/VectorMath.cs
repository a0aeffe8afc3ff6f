using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>Elementary functions of whole vectors, for kernels that fuse them with other work.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TV">The vector.</typeparam>
internal static partial class VectorMath<T, TV>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
{
    /// <summary><c>eˣ</c> within 2 units in the last place; subnormal results are rounded twice.</summary>
    /// <param name="x">Any numbers.</param>
    /// <returns>0 below the smallest number, ∞ above the largest, NaN for NaN.</returns>
    /// <remarks>
    /// x = n·ln 2 + r with |r| ≤ ln 2 / 2, so eˣ = 2ⁿ·eʳ. ln 2 is split in two, the first part so short that n times it is exact.
    /// eʳ = 1 + r + r²·q(r), where q interpolates at Chebyshev nodes; coefficients computed for this library with 60 digits.
    /// 2ⁿ is applied in two halves, as n itself may lie beyond the range of exponents.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Exp(TV x)
    {
        var isFloat = typeof(T) == typeof(float);
        // The constants come first: NaN stays NaN.
        x = TV.Min(Constant(isFloat ? 89 : 710), TV.Max(Constant(isFloat ? -105 : -746), x));
        var n = TV.Round(x * Constant(1.4426950408889634));
        var r = TV.MultiplyAdd(n, Constant(isFloat ? -0.693145751953125 : -0.6931471803691238), x);
        r = TV.MultiplyAdd(
            n,
            Constant(isFloat ? -1.4286068203094173e-06 : -1.9082149292705877e-10),
            r
        );
        var e = TV.MultiplyAdd(isFloat ? FloatTail(r) : DoubleTail(r), r * r, r) + Constant(1);
        var half = TV.Round(n * Constant(0.5));
        return e * TV.PowerOfTwo(half) * TV.PowerOfTwo(n - half);
    }

    /// <summary><c>eˣ</c> for x ≤ 0, as <see cref="Exp"/>, but results below 0.7 times the smallest normal number become zero.</summary>
    /// <param name="x">Numbers up to zero; −∞ gives 0.</param>
    /// <returns>In [0, 1], NaN for NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV ExpOfNegative(TV x)
    {
        var isFloat = typeof(T) == typeof(float);
        // From here on 2ⁿ is 0, and so is the result. The constant comes first: NaN stays NaN.
        x = TV.Max(Constant(isFloat ? -88 : -709.1), x);
        var n = TV.Round(x * Constant(1.4426950408889634));
        var r = TV.MultiplyAdd(n, Constant(isFloat ? -0.693145751953125 : -0.6931471803691238), x);
        r = TV.MultiplyAdd(
            n,
            Constant(isFloat ? -1.4286068203094173e-06 : -1.9082149292705877e-10),
            r
        );
        var e = TV.MultiplyAdd(isFloat ? FloatTail(r) : DoubleTail(r), r * r, r) + Constant(1);
        return e * TV.PowerOfTwo(n);
    }

    /// <summary><c>eˣ − 1</c> within 3 units in the last place; the sign of zero is kept.</summary>
    /// <param name="x">Any numbers.</param>
    /// <returns>In [−1, ∞]; NaN for NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Expm1(TV x)
    {
        // Where n = 0 above, the 1 is left out, rather than added and taken away again.
        var near = TV.MultiplyAdd(
            typeof(T) == typeof(float) ? FloatTail(x) : DoubleTail(x),
            x * x,
            x
        );
        var result = TV.Select(TV.Less(TV.Abs(x), Constant(0.3465)), near, Exp(x) - Constant(1));
        return TV.CopySign(result, x);
    }

    /// <summary><c>tanh x</c> within 4 units in the last place; the sign of zero is kept.</summary>
    /// <param name="x">Any numbers.</param>
    /// <returns>In [−1, 1]; NaN for NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Tanh(TV x)
    {
        // tanh |x| = (1 − e^(−2|x|)) / (1 + e^(−2|x|)), which never overflows.
        var e = Expm1(TV.Abs(x) * Constant(-2));
        return TV.CopySign(e / (Constant(2) + e), x);
    }

    /// <summary><c>1 / (1 + e^(−x))</c> with full relative accuracy in both tails.</summary>
    /// <param name="x">Any numbers.</param>
    /// <returns>In [0, 1]; NaN for NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Sigmoid(TV x)
    {
        // e^(−|x|) never overflows; below zero numerator and denominator are multiplied by eˣ.
        var e = Exp(-TV.Abs(x));
        return TV.Select(TV.Less(x, Constant(0)), e, Constant(1)) / (Constant(1) + e);
    }

    /// <summary>All elements equal to a constant, which the JIT folds.</summary>
    /// <param name="value">The constant.</param>
    /// <returns>The vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Constant(double value) =>
        typeof(T) == typeof(float)
            ? TV.Broadcast((T)(object)(float)value)
            : TV.Broadcast((T)(object)value);

    // (eʳ − 1 − r)/r², error below 8e-9·r².
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV FloatTail(TV r)
    {
        var q = Constant(0.0013926250831497611);
        q = TV.MultiplyAdd(q, r, Constant(0.008363232883682618));
        q = TV.MultiplyAdd(q, r, Constant(0.04166655421298415));
        q = TV.MultiplyAdd(q, r, Constant(0.16666576666119928));
        return TV.MultiplyAdd(q, r, Constant(0.5));
    }

    // (eʳ − 1 − r)/r², error below 2e-17·r².
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV DoubleTail(TV r)
    {
        var q = Constant(2.5100472505694996e-08);
        q = TV.MultiplyAdd(q, r, Constant(2.7620201591031547e-07));
        q = TV.MultiplyAdd(q, r, Constant(2.7557268276905696e-06));
        q = TV.MultiplyAdd(q, r, Constant(2.4801521057868204e-05));
        q = TV.MultiplyAdd(q, r, Constant(0.00019841269863171557));
        q = TV.MultiplyAdd(q, r, Constant(0.0013888888917367081));
        q = TV.MultiplyAdd(q, r, Constant(0.008333333333330039));
        q = TV.MultiplyAdd(q, r, Constant(0.041666666666623824));
        q = TV.MultiplyAdd(q, r, Constant(0.16666666666666669));
        return TV.MultiplyAdd(q, r, Constant(0.5));
    }
}
