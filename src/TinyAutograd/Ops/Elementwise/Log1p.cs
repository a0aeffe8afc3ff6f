using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Logarithm of one plus every element, <c>y = ln(1 + x)</c>, with full accuracy for tiny x.</summary>
    /// <param name="x">Any shape; elements ≥ −1.</param>
    /// <returns>The shape of <paramref name="x"/>; −∞ at −1, NaN below.</returns>
    /// <remarks>Gradient: <c>dx = dy / (1 + x)</c>.</remarks>
    public static Variable<T> Log1p<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Log1pOp<T>.Instance.Apply(x);
}

internal sealed class Log1pOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly Log1pOp<T> Instance = new();

    public override string Name => "log1p";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => SpecialFunctions.Log1p(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy / (T.One + x);
}
