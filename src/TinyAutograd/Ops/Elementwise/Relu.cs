using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Rectifier, <c>y = max(x, 0)</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values ≥ 0. NaN stays NaN.</returns>
    /// <remarks>Gradient: <c>dx = dy</c> where x &gt; 0, else 0; at the kink 0 it is 0. NaN lets the gradient through.</remarks>
    public static Variable<T> Relu<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => ReluOp<T>.Instance.Apply(x);
}

internal sealed class ReluOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly ReluOp<T> Instance = new();

    public override string Name => "relu";

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) =>
        TensorPrimitives.Max(x, T.Zero, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        (x <= T.Zero).Where(Variable.Of(T.Zero), dy);

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    ) => ElementwiseKernels.Map(new ReluGradient<T>(), x, y, dy, dx);
}
