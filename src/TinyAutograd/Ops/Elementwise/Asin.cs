using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Inverse sine of every element, <c>y = arcsin x</c>, in radians.</summary>
    /// <param name="x">Any shape; elements in [−1, 1].</param>
    /// <returns>The shape of <paramref name="x"/>; values in [−π/2, π/2], NaN outside the domain.</returns>
    /// <remarks>Gradient: <c>dx = dy / √(1 − x²)</c>; infinite at ±1.</remarks>
    public static Variable<T> Asin<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => AsinOp<T>.Instance.Apply(x);
}

internal sealed class AsinOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly AsinOp<T> Instance = new();

    public override string Name => "asin";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => SpecialFunctions.Asin(x, y);

    // (1 − x)(1 + x) keeps the digits near ±1 that 1 − x² has lost.
    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy * ((T.One - x) * (T.One + x)).Rsqrt();
}
