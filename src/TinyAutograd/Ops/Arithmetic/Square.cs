using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Every element times itself, <c>y = x²</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values ≥ 0.</returns>
    /// <remarks>Gradient: <c>dx = 2 dy ⊙ x</c>.</remarks>
    public static Variable<T> Square<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => SquareOp<T>.Instance.Apply(x);
}

internal sealed class SquareOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly SquareOp<T> Instance = new();

    public override string Name => "square";

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) =>
        TensorPrimitives.Multiply(x, x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy * (x + x);

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    ) => TensorPrimitives.AddMultiply(x, x, dy, dx);
}
