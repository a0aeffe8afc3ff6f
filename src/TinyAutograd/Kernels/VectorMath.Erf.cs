using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>The error function and its complement; the formulas are those of <see cref="SpecialFunctions"/>.</content>
internal static unsafe partial class VectorMath<T, TV>
{
    /// <summary><c>erf x</c> within 4 units in the last place; the sign of zero is kept.</summary>
    /// <param name="x">Any numbers.</param>
    /// <returns>In [−1, 1]; NaN for NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Erf(TV x)
    {
        var a = TV.Abs(x);
        var near = TV.MultiplyAdd(
            a,
            Polynomial(ErfTables<T>.Coefficients, ErfTables<T>.NearCount, x * x),
            a
        );
        return TV.CopySign(TV.Select(TV.Less(a, Constant(1)), near, Constant(1) - ErfcTail(a)), x);
    }

    /// <summary><c>erfc x = 1 − erf x</c>, with full relative accuracy for large x.</summary>
    /// <param name="x">Any numbers.</param>
    /// <returns>In [0, 2]; NaN for NaN.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Erfc(TV x)
    {
        var a = TV.Abs(x);
        var p = Polynomial(ErfTables<T>.Coefficients, ErfTables<T>.NearCount, x * x);
        var near = Constant(1) - TV.MultiplyAdd(x, p, x);
        var far = ErfcTail(a);
        far = TV.Select(TV.Less(x, Constant(0)), Constant(2) - far, far);
        return TV.Select(TV.Less(a, Constant(1)), near, far);
    }

    // erfc a for a ≥ 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV ErfcTail(TV a)
    {
        // From 27.3 on the exponential is zero, and further out a² would overflow.
        a = TV.Select(TV.Less(Constant(28), a), Constant(28), a);
        var t = (a - Constant(4)) / (a + Constant(4));
        var far = ErfTables<T>.Coefficients + ErfTables<T>.NearCount;
        var q =
            Polynomial(far, ErfTables<T>.FarCount, t) / TV.MultiplyAdd(Constant(2), a, Constant(1));
        // a² with twice the digits, as exp turns its absolute error into a relative one.
        var s = a * a;
        var r = TV.MultiplyAdd(a, a, -s);
        return Exp(-s) * TV.MultiplyAdd(-r, q, q);
    }

    // Horner's rule, lowest power first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV Polynomial(T* coefficients, int count, TV x)
    {
        var p = TV.Broadcast(coefficients[count - 1]);
        for (var i = count - 2; i >= 0; i--)
        {
            p = TV.MultiplyAdd(p, x, TV.Broadcast(coefficients[i]));
        }
        return p;
    }
}
