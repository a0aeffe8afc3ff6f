using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Reciprocal square root of every element, <c>y = 1 / √x</c>.</summary>
    /// <param name="x">Any shape; elements &gt; 0.</param>
    /// <returns>The shape of <paramref name="x"/>; ∞ at 0, NaN below.</returns>
    /// <remarks>Gradient: <c>dx = −½ dy ⊙ y³</c>.</remarks>
    public static Variable<T> Rsqrt<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RsqrtOp<T>.Instance.Apply(x);
}

internal sealed class RsqrtOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly RsqrtOp<T> Instance = new();

    public override string Name => "rsqrt";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) =>
        TensorPrimitives.ReciprocalSqrt(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy * (T.CreateTruncating(-0.5) * y * y * y);
}
