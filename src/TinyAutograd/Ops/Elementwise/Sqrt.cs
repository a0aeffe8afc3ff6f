using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Square root of every element, <c>y = √x</c>.</summary>
    /// <param name="x">Any shape; elements ≥ 0.</param>
    /// <returns>The shape of <paramref name="x"/>; NaN below 0.</returns>
    /// <remarks>Gradient: <c>dx = dy / (2y)</c>, which is infinite at 0.</remarks>
    public static Variable<T> Sqrt<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => SqrtOp<T>.Instance.Apply(x);
}

internal sealed class SqrtOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly SqrtOp<T> Instance = new();

    public override string Name => "sqrt";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Sqrt(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy / (y + y);
}
