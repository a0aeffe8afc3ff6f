using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Hyperbolic cosine of every element, <c>y = (eˣ + e⁻ˣ) / 2</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values ≥ 1.</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ sinh x</c>.</remarks>
    public static Variable<T> Cosh<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => CoshOp<T>.Instance.Apply(x);
}

internal sealed class CoshOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly CoshOp<T> Instance = new();

    public override string Name => "cosh";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => SpecialFunctions.Cosh(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy * x.Sinh();
}
