using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Cosine of every element, <c>y = cos x</c>.</summary>
    /// <param name="x">Any shape, in radians.</param>
    /// <returns>The shape of <paramref name="x"/>; values in [−1, 1].</returns>
    /// <remarks>Gradient: <c>dx = −dy ⊙ sin x</c>.</remarks>
    public static Variable<T> Cos<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => CosOp<T>.Instance.Apply(x);
}

internal sealed class CosOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly CosOp<T> Instance = new();

    public override string Name => "cos";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => SpecialFunctions.Cos(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        -dy * x.Sin();
}
