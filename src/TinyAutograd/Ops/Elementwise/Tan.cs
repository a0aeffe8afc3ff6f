using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Tangent of every element, <c>y = tan x</c>.</summary>
    /// <param name="x">Any shape, in radians; not at odd multiples of π/2.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ (1 + y²)</c>.</remarks>
    public static Variable<T> Tan<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => TanOp<T>.Instance.Apply(x);
}

internal sealed class TanOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly TanOp<T> Instance = new();

    public override string Name => "tan";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => SpecialFunctions.Tan(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy * (T.One + y * y);
}
