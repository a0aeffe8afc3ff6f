using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Gaussian error linear unit, exact, <c>y = x Φ(x)</c> with <c>Φ(x) = ½ (1 + erf(x/√2))</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values ≥ −0.170. At −∞ it is NaN (−∞ · 0).</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ (Φ(x) + x φ(x))</c> with <c>φ(x) = e^(−x²/2) / √(2π)</c>. Source: Hendrycks and Gimpel 2016.</remarks>
    /// <seealso cref="GeluTanh"/>
    public static Variable<T> Gelu<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => GeluOp<T>.Instance.Apply(x);
}

internal sealed class GeluOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly GeluOp<T> Instance = new();
    private static readonly T Half = T.CreateTruncating(0.5);
    private static readonly T ByRootTwo = T.CreateTruncating(1 / Math.Sqrt(2));
    private static readonly T ByRootTwoPi = T.CreateTruncating(1 / Math.Sqrt(2 * Math.PI));

    // Beyond ±40 Φ is 0 or 1 and φ is 0, to the last bit.
    private static readonly T Saturation = T.CreateTruncating(40);

    public override string Name => "gelu";

    protected override bool KeepsSlope => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) =>
        GeluKernel.Exact(x, y, slope: default);

    protected override void Forward(ReadOnlySpan<T> x, Span<T> y, Span<T> slope) =>
        GeluKernel.Exact(x, y, slope);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy)
    {
        // The clamp changes no value and no derivative; it keeps ∞ · 0 from arising.
        var z = x.Clamp(-Saturation, Saturation);
        var cdf = Half * (T.One + (z * ByRootTwo).Erf());
        var pdf = ByRootTwoPi * (-Half * z.Square()).Exp();
        return dy * (cdf + z * pdf);
    }
}
