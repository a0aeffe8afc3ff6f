using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>Sine, cosine and tangent.</content>
/// <remarks>
/// x = n·π/2 + r with |r| ≤ π/4. π/2 is split into parts so short that n times all but the last is exact (Cody and Waite 1980). sin r and
/// cos r are polynomials that interpolate at Chebyshev nodes; coefficients computed for this library with 60 digits. The place of an
/// element in a vector, and its neighbours, change nothing: TensorPrimitives 10.0.0 computes a vector otherwise if all its elements are
/// small, and so gives other bits at other addresses.
/// </remarks>
internal static partial class VectorMath<T, TV>
{
    /// <summary>Below this magnitude angles can be reduced a vector at a time.</summary>
    public static double AngleLimit => typeof(T) == typeof(float) ? 8192 : 1e6;

    /// <summary><c>sin x</c> within 3 units in the last place; the sign of zero is kept.</summary>
    /// <param name="x">Radians, of magnitudes below <see cref="AngleLimit"/>.</param>
    /// <returns>In [−1, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Sin(TV x)
    {
        var n = Reduce(x, out var r);
        return TV.Select(IsTiny(x), x, SineAt(n, r));
    }

    /// <summary><c>cos x</c> within 3 units in the last place.</summary>
    /// <param name="x">Radians, of magnitudes below <see cref="AngleLimit"/>.</param>
    /// <returns>In [−1, 1].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Cos(TV x)
    {
        var n = Reduce(x, out var r);
        return SineAt(n + Constant(1), r);
    }

    /// <summary><c>tan x</c> within 4 units in the last place; the sign of zero is kept.</summary>
    /// <param name="x">Radians, of magnitudes below <see cref="AngleLimit"/>.</param>
    /// <returns>Any number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Tan(TV x)
    {
        var n = Reduce(x, out var r);
        return TV.Select(IsTiny(x), x, SineAt(n, r) / SineAt(n + Constant(1), r));
    }

    // Where sin x and tan x are x, to the last place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV IsTiny(TV x) =>
        TV.Less(TV.Abs(x), Constant(typeof(T) == typeof(float) ? 1e-4 : 1e-8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV Reduce(TV x, out TV r)
    {
        var n = TV.Round(x * Constant(0.6366197723675814));
        if (typeof(T) == typeof(float))
        {
            r = TV.MultiplyAdd(n, Constant(-1.5703125), x);
            r = TV.MultiplyAdd(n, Constant(-0.0004837512969970703), r);
            r = TV.MultiplyAdd(n, Constant(-7.549533620476723e-08), r);
            r = TV.MultiplyAdd(n, Constant(-2.5633440682570896e-12), r);
        }
        else
        {
            r = TV.MultiplyAdd(n, Constant(-1.5707963267341256), x);
            r = TV.MultiplyAdd(n, Constant(-6.077100506303966e-11), r);
            r = TV.MultiplyAdd(n, Constant(-2.0222662487959506e-21), r);
        }
        return n;
    }

    // sin(n·π/2 + r): one of ± sin r, ± cos r.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV SineAt(TV n, TV r)
    {
        // Four quarters further all is the same: n becomes −2, −1, 0, 1 or 2.
        var quarter = n - Constant(4) * TV.Round(n * Constant(0.25));
        var size = TV.Abs(quarter);
        var isCosine = TV.Less(TV.Abs(size - Constant(1)), Constant(0.5));
        return TV.Select(isCosine, CosineOf(r) * quarter, SineOf(r) * (Constant(1) - size));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV SineOf(TV r)
    {
        var z = r * r;
        TV p;
        if (typeof(T) == typeof(float))
        {
            p = Constant(-0.00019587840521305324);
            p = TV.MultiplyAdd(p, z, Constant(0.008332748037517147));
            p = TV.MultiplyAdd(p, z, Constant(-0.16666664661114838));
        }
        else
        {
            p = Constant(1.591810123027412e-10);
            p = TV.MultiplyAdd(p, z, Constant(-2.5051131455427946e-08));
            p = TV.MultiplyAdd(p, z, Constant(2.755731610068303e-06));
            p = TV.MultiplyAdd(p, z, Constant(-0.0001984126983675497));
            p = TV.MultiplyAdd(p, z, Constant(0.008333333333330946));
            p = TV.MultiplyAdd(p, z, Constant(-0.16666666666666666));
        }
        return TV.MultiplyAdd(r * z, p, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV CosineOf(TV r)
    {
        var z = r * r;
        TV p;
        if (typeof(T) == typeof(float))
        {
            p = Constant(2.454789161981386e-05);
            p = TV.MultiplyAdd(p, z, Constant(-0.0013888302802309161));
            p = TV.MultiplyAdd(p, z, Constant(0.04166666465830042));
        }
        else
        {
            p = Constant(-1.1382614868556325e-11);
            p = TV.MultiplyAdd(p, z, Constant(2.0876146024689747e-09));
            p = TV.MultiplyAdd(p, z, Constant(-2.7557317270560326e-07));
            p = TV.MultiplyAdd(p, z, Constant(2.4801587298763433e-05));
            p = TV.MultiplyAdd(p, z, Constant(-0.0013888888888887395));
            p = TV.MultiplyAdd(p, z, Constant(0.041666666666666664));
        }
        return TV.MultiplyAdd(z * z, p, TV.MultiplyAdd(z, Constant(-0.5), Constant(1)));
    }
}
