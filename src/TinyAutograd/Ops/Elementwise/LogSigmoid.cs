using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Logarithm of the logistic function of every element, <c>y = ln σ(x) = −ln(1 + e^(−x))</c>; nothing overflows.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values ≤ 0.</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ σ(−x)</c>.</remarks>
    public static Variable<T> LogSigmoid<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => LogSigmoidOp<T>.Instance.Apply(x);
}

internal sealed class LogSigmoidOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly LogSigmoidOp<T> Instance = new();

    public override string Name => "logSigmoid";

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => SpecialFunctions.LogSigmoid(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy * (-x).Sigmoid();

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    )
    {
        TensorPrimitives.Negate(x, dx);
        SpecialFunctions.Sigmoid(dx, dx);
        TensorPrimitives.Multiply(dx, dy, dx);
    }
}
