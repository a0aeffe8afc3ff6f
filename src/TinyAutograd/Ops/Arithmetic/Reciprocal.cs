using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>One divided by every element, <c>y = 1 / x</c>. At ±0 it is ±∞, as IEEE 754 says.</summary>
    /// <param name="x">Any shape; elements ≠ 0.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <remarks>Gradient: <c>dx = −dy ⊙ y²</c>.</remarks>
    public static Variable<T> Reciprocal<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => ReciprocalOp<T>.Instance.Apply(x);
}

internal sealed class ReciprocalOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly ReciprocalOp<T> Instance = new();

    public override string Name => "reciprocal";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Reciprocal(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        -dy * (y * y);
}
