using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary><c>dy·(1 − y²)</c> of x, y, dy.</summary>
internal readonly struct TanhGradient<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> x, Vector<T> y, Vector<T> dy) => dy * (Vector<T>.One - y * y);
}

/// <summary><c>dy·y·(1 − y)</c> of x, y, dy.</summary>
internal readonly struct SigmoidGradient<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> x, Vector<T> y, Vector<T> dy) => dy * (y * (Vector<T>.One - y));
}

/// <summary><c>dy·(s + y·(1 − s))</c> of s = σ(x), y, dy.</summary>
internal readonly struct SiluGradient<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> s, Vector<T> y, Vector<T> dy) =>
        dy * (s + y * (Vector<T>.One - s));
}

/// <summary>0 where x ≤ 0, else dy (NaN in x lets dy through), of x, y, dy.</summary>
internal readonly struct ReluGradient<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> x, Vector<T> y, Vector<T> dy) =>
        Vector.ConditionalSelect(Vector.LessThanOrEqual(x, Vector<T>.Zero), Vector<T>.Zero, dy);
}

/// <summary><c>dy·sign x</c>, 0 at 0, of x, y, dy.</summary>
internal readonly struct AbsGradient<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> x, Vector<T> y, Vector<T> dy) =>
        Vector.ConditionalSelect(
            Vector.Equals(x, Vector<T>.Zero),
            Vector<T>.Zero,
            Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), -dy, dy)
        );
}

/// <summary>0 where x is outside [min, max], else dy, of x, y, dy.</summary>
internal readonly struct ClampGradient<T>(T min, T max) : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> x, Vector<T> y, Vector<T> dy) =>
        Vector.ConditionalSelect(
            Vector.LessThan(x, Vector.Create(min)) | Vector.GreaterThan(x, Vector.Create(max)),
            Vector<T>.Zero,
            dy
        );
}

/// <summary>The gradient of a in max(a, b): dy where a is larger, half of it at ties, 0 where b is larger, of a, b, dy.</summary>
internal readonly struct LargerGradient<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> dy) =>
        Vector.ConditionalSelect(
            Vector.LessThan(a, b),
            Vector<T>.Zero,
            Vector.ConditionalSelect(
                Vector.Equals(a, b),
                dy * Vector.Create(T.CreateTruncating(0.5)),
                dy
            )
        );
}

/// <summary>The second number where <c>scale·x &gt; threshold</c>, else the third, of x and the two.</summary>
internal readonly struct SelectAbove<T>(T threshold, T scale) : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> x, Vector<T> above, Vector<T> below) =>
        Vector.ConditionalSelect(
            Vector.GreaterThan(x * Vector.Create(scale), Vector.Create(threshold)),
            above,
            below
        );
}

/// <summary>−1, 0 or 1 with the sign of x; zeros and NaN stay as they are. The other operands are not read.</summary>
internal readonly struct SignRule<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> x, Vector<T> unused, Vector<T> unusedToo) =>
        Vector.ConditionalSelect(
            Vector.GreaterThan(x, Vector<T>.Zero),
            Vector<T>.One,
            Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), -Vector<T>.One, x)
        );
}

/// <summary><c>dy·λ</c> where x &gt; 0, else <c>dy·(y + λα)</c>, of x, y, dy.</summary>
internal readonly struct SeluGradient<T>(T scale, T scaledAlpha) : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> x, Vector<T> y, Vector<T> dy) =>
        dy
        * Vector.ConditionalSelect(
            Vector.GreaterThan(x, Vector<T>.Zero),
            Vector.Create(scale),
            y + Vector.Create(scaledAlpha)
        );
}

/// <summary><c>dy/6</c> where |x| &lt; 3, else 0 (NaN in x lets dy/6 through), of x, y, dy.</summary>
internal readonly struct HardSigmoidGradient<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> x, Vector<T> y, Vector<T> dy) =>
        Vector.ConditionalSelect(
            Vector.GreaterThanOrEqual(Vector.Abs(x), Vector.Create(T.CreateTruncating(3))),
            Vector<T>.Zero,
            dy / Vector.Create(T.CreateTruncating(6))
        );
}

/// <summary>0 where x ≤ −3, the second number where x ≥ 3, and between them the third.</summary>
internal readonly struct HardSwishSelect<T> : IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Of(Vector<T> x, Vector<T> above, Vector<T> between)
    {
        var three = Vector.Create(T.CreateTruncating(3));
        return Vector.ConditionalSelect(
            Vector.LessThanOrEqual(x, -three),
            Vector<T>.Zero,
            Vector.ConditionalSelect(Vector.GreaterThanOrEqual(x, three), above, between)
        );
    }
}
