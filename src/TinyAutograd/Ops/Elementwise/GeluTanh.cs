using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Gaussian error linear unit, approximated, <c>y = ½ x (1 + tanh u) = x σ(2u)</c> with <c>u = √(2/π) (x + 0.044715 x³)</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values ≥ −0.170. At −∞ it is NaN (−∞ · 0).</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ (s + x s (1 − s) 2u′)</c> with <c>s = σ(2u), u′ = √(2/π) (1 + 0.134145 x²)</c>. It is what GPT-2 uses.
    /// Source: Hendrycks and Gimpel 2016.</remarks>
    /// <seealso cref="Gelu"/>
    public static Variable<T> GeluTanh<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => GeluTanhOp<T>.Instance.Apply(x);
}

internal sealed class GeluTanhOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly GeluTanhOp<T> Instance = new();

    // 2u = a x + b x³
    private static readonly T A = T.CreateTruncating(2 * Math.Sqrt(2 / Math.PI));
    private static readonly T B = T.CreateTruncating(2 * Math.Sqrt(2 / Math.PI) * 0.044715);
    private static readonly T ThreeB = T.CreateTruncating(3) * B;

    // Beyond ±22 σ(2u) is 0 or 1 to the last bit.
    private static readonly T Saturation = T.CreateTruncating(22);

    public override string Name => "geluTanh";

    protected override bool KeepsSlope => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) =>
        GeluKernel.Tanh(x, y, slope: default);

    protected override void Forward(ReadOnlySpan<T> x, Span<T> y, Span<T> slope) =>
        GeluKernel.Tanh(x, y, slope);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy)
    {
        // The clamp changes no value and no derivative; it keeps 0 · ∞ from arising for huge x.
        var z = x.Clamp(-Saturation, Saturation);
        var square = z.Square();
        var s = (z * (A + B * square)).Sigmoid();
        return dy * (s + z * (s * (T.One - s)) * (A + ThreeB * square));
    }
}
