using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Sine of every element, <c>y = sin x</c>.</summary>
    /// <param name="x">Any shape, in radians.</param>
    /// <returns>The shape of <paramref name="x"/>; values in [−1, 1].</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ cos x</c>.</remarks>
    public static Variable<T> Sin<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => SinOp<T>.Instance.Apply(x);
}

internal sealed class SinOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly SinOp<T> Instance = new();

    public override string Name => "sin";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => SpecialFunctions.Sin(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy * x.Cos();
}
