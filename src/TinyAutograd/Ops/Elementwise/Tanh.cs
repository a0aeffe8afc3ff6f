using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Hyperbolic tangent of every element, <c>y = tanh x</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values in [−1, 1].</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ (1 − y²)</c>.</remarks>
    public static Variable<T> Tanh<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => TanhOp<T>.Instance.Apply(x);
}

internal sealed class TanhOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly TanhOp<T> Instance = new();

    public override string Name => "tanh";

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => SpecialFunctions.Tanh(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        dy * (T.One - y * y);

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    ) => ElementwiseKernels.Map(new TanhGradient<T>(), x, y, dy, dx);
}
