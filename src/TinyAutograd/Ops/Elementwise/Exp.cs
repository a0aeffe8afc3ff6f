using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Exponential function of every element, <c>y = eˣ</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values ≥ 0.</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ y</c>.</remarks>
    public static Variable<T> Exp<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => ExpOp<T>.Instance.Apply(x);
}

internal sealed class ExpOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly ExpOp<T> Instance = new();

    public override string Name => "exp";

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => SpecialFunctions.Exp(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) => dy * y;

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    ) => TensorPrimitives.Multiply(dy, y, dx);
}
