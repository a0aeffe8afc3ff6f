using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Inverse tangent of every element, <c>y = arctan x</c>, in radians.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values in [−π/2, π/2]. <see cref="Atan2{T}"/> knows the quadrant.</returns>
    /// <remarks>Gradient: <c>dx = dy / (1 + x²)</c>.</remarks>
    public static Variable<T> Atan<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => AtanOp<T>.Instance.Apply(x);
}

internal sealed class AtanOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly AtanOp<T> Instance = new();

    public override string Name => "atan";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => SpecialFunctions.Atan(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy / (T.One + x.Square());
}
