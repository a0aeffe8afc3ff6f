using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary><c>dy·2(x − t)</c> of x, t, dy.</summary>
internal readonly struct SquareLossGradient<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> x, Vector<T> t, Vector<T> dy) => (x - t + (x - t)) * dy;
}

/// <summary><c>dy·sign(x − t)</c>, 0 where x = t, of x, t, dy.</summary>
internal readonly struct AbsoluteLossGradient<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> x, Vector<T> t, Vector<T> dy) =>
        Vector.ConditionalSelect(
            Vector.Equals(x, t),
            Vector<T>.Zero,
            Vector.ConditionalSelect(Vector.LessThan(x, t), -dy, dy)
        );
}

/// <summary>With d = x − t and c = d clamped to ±δ: <c>c·(d − c/2)</c>, which is d²/2 within ±δ and δ·(|d| − δ/2) beyond.</summary>
internal readonly struct HuberLoss<T>(T delta) : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> x, Vector<T> t, Vector<T> unused)
    {
        var clamped = HuberLossGradient<T>.Clamp(x - t, delta);
        return clamped * (x - t - clamped * Vector.Create(T.CreateChecked(0.5)));
    }
}

/// <summary><c>dy·clamp(x − t, −δ, δ)</c> of x, t, dy.</summary>
internal readonly struct HuberLossGradient<T>(T delta) : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> x, Vector<T> t, Vector<T> dy) => Clamp(x - t, delta) * dy;

    public static Vector<T> Clamp(Vector<T> d, T delta)
    {
        // Selected rather than taken as minimum and maximum: comparisons are false for NaN, which so stays NaN.
        var (low, high) = (Vector.Create(-delta), Vector.Create(delta));
        d = Vector.ConditionalSelect(Vector.LessThan(d, low), low, d);
        return Vector.ConditionalSelect(Vector.GreaterThan(d, high), high, d);
    }
}

/// <summary><c>−(t·a + (1 − t)·b)</c> of a, b, t: what is expected of a and b with the chances t and 1 − t.</summary>
internal readonly struct BinaryExpectation<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> t) =>
        -(t * a + (Vector<T>.One - t) * b);
}

/// <summary><c>dy·((1 − t)/(1 − p) − t/p)</c> of p, t, dy, without the part whose logarithm is clamped.</summary>
internal readonly struct BinaryCrossEntropyGradient<T>(T smallest) : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> p, Vector<T> t, Vector<T> dy)
    {
        var (one, zero) = (Vector<T>.One, Vector<T>.Zero);
        var yes = Vector.ConditionalSelect(
            Vector.LessThan(p, Vector.Create(smallest)),
            zero,
            t / p
        );
        var no = Vector.ConditionalSelect(
            Vector.GreaterThanOrEqual(p, one),
            zero,
            (one - t) / (one - p)
        );
        return (no - yes) * dy;
    }
}

/// <summary><c>max(0, margin − t·x)</c> of x, t. The third operand is not read.</summary>
internal readonly struct HingeLoss<T>(T margin) : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Selected rather than taken as maximum: the comparison is false for NaN, which so stays NaN.
    public Vector<T> Of(Vector<T> x, Vector<T> t, Vector<T> unused) =>
        Vector.ConditionalSelect(
            Vector.GreaterThanOrEqual(t * x, Vector.Create(margin)),
            Vector<T>.Zero,
            Vector.Create(margin) - t * x
        );
}

/// <summary>0 where <c>t·x ≥ margin</c>, else <c>−dy·t</c>, of x, t, dy. For the gradient of t exchange x and t.</summary>
internal readonly struct HingeLossGradient<T>(T margin) : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> x, Vector<T> t, Vector<T> dy) =>
        Vector.ConditionalSelect(
            Vector.GreaterThanOrEqual(t * x, Vector.Create(margin)),
            Vector<T>.Zero,
            -dy * t
        );
}

/// <summary>The second number where the first is not 0, else 0. The third operand is not read.</summary>
internal readonly struct UnlessZero<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> w, Vector<T> value, Vector<T> unused) =>
        Vector.ConditionalSelect(Vector.Equals(w, Vector<T>.Zero), Vector<T>.Zero, value);
}
