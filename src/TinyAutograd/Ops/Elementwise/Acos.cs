using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Inverse cosine of every element, <c>y = arccos x</c>, in radians.</summary>
    /// <param name="x">Any shape; elements in [−1, 1].</param>
    /// <returns>The shape of <paramref name="x"/>; values in [0, π], NaN outside the domain.</returns>
    /// <remarks>Gradient: <c>dx = −dy / √(1 − x²)</c>; infinite at ±1.</remarks>
    public static Variable<T> Acos<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => AcosOp<T>.Instance.Apply(x);
}

internal sealed class AcosOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly AcosOp<T> Instance = new();

    public override string Name => "acos";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => SpecialFunctions.Acos(x, y);

    // (1 − x)(1 + x) keeps the digits near ±1 that 1 − x² has lost.
    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        -dy * ((T.One - x) * (T.One + x)).Rsqrt();
}
