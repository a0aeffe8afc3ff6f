using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Hyperbolic sine of every element, <c>y = (eˣ − e⁻ˣ) / 2</c>, with full accuracy for tiny x.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ cosh x</c>.</remarks>
    public static Variable<T> Sinh<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => SinhOp<T>.Instance.Apply(x);
}

internal sealed class SinhOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly SinhOp<T> Instance = new();

    public override string Name => "sinh";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => SpecialFunctions.Sinh(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy * x.Cosh();
}
