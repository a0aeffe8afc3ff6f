using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Absolute value of every element, <c>y = |x|</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values ≥ 0.</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ sign x</c>; at the kink 0 it is 0.</remarks>
    public static Variable<T> Abs<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => AbsOp<T>.Instance.Apply(x);
}

internal sealed class AbsOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly AbsOp<T> Instance = new();

    public override string Name => "abs";

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Abs(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy)
    {
        var signed = (x < T.Zero).Where(-dy, dy);
        return x.IsEqual(T.Zero).Where(Variable.Of(T.Zero), signed);
    }

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    ) => ElementwiseKernels.Map(new AbsGradient<T>(), x, y, dy, dx);
}
