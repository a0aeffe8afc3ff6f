using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Logistic function of every element, <c>y = σ(x) = 1 / (1 + e^(−x))</c>, with full relative accuracy in both tails.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values in [0, 1].</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ y ⊙ (1 − y)</c>.</remarks>
    public static Variable<T> Sigmoid<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => SigmoidOp<T>.Instance.Apply(x);
}

internal sealed class SigmoidOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly SigmoidOp<T> Instance = new();

    public override string Name => "sigmoid";

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => SpecialFunctions.Sigmoid(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy * (y * (T.One - y));

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    ) => ElementwiseKernels.Map(new SigmoidGradient<T>(), x, y, dy, dx);
}
