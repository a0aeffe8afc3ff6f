using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Every element with its sign turned, <c>y = −x</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <remarks>Gradient: <c>dx = −dy</c>.</remarks>
    public static Variable<T> Negate<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => NegateOp<T>.Instance.Apply(x);
}

internal sealed class NegateOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly NegateOp<T> Instance = new();

    public override string Name => "negate";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Negate(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) => -dy;
}
