using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Exponential function of every element less one, <c>y = eˣ − 1</c>, with full accuracy for tiny x.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values ≥ −1.</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ eˣ</c>.</remarks>
    public static Variable<T> Expm1<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Expm1Op<T>.Instance.Apply(x);
}

internal sealed class Expm1Op<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly Expm1Op<T> Instance = new();

    public override string Name => "expm1";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => SpecialFunctions.Expm1(x, y);

    // Not y + 1, which loses its digits where y is near −1.
    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy * x.Exp();
}
