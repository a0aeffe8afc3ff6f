using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Sigmoid made of straight lines, <c>y = min(max(x + 3, 0), 6) / 6</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values in [0, 1]. NaN stays NaN.</returns>
    /// <remarks>Gradient: <c>dx = dy / 6</c> where |x| &lt; 3, else 0; at the kinks −3 and 3 it is 0, as in PyTorch.</remarks>
    public static Variable<T> HardSigmoid<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => HardSigmoidOp<T>.Instance.Apply(x);
}

internal sealed class HardSigmoidOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly HardSigmoidOp<T> Instance = new();

    private static readonly T Three = T.CreateTruncating(3);
    private static readonly T Six = T.CreateTruncating(6);

    public override string Name => "hardSigmoid";

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Add(x, Three, y);
        TensorPrimitives.Max(y, T.Zero, y);
        TensorPrimitives.Min(y, Six, y);
        TensorPrimitives.Divide(y, Six, y);
    }

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        ((x <= -Three) | (x >= Three)).Where(Variable.Of(T.Zero), dy / Six);

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    ) => ElementwiseKernels.Map(new HardSigmoidGradient<T>(), x, y, dy, dx);
}
