using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Swish made of a parabola between straight lines, <c>y = x ⊙ min(max(x + 3, 0), 6) / 6</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values ≥ −0.375. NaN stays NaN; −∞ gives 0 (in PyTorch NaN).</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ (2x + 3) / 6</c> where |x| &lt; 3; 0 where x ≤ −3 and <c>dy</c> where x ≥ 3, kinks included.
    /// Source: Howard et al. 2019, section 5.2.</remarks>
    public static Variable<T> HardSwish<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => HardSwishOp<T>.Instance.Apply(x);
}

internal sealed class HardSwishOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly HardSwishOp<T> Instance = new();

    private static readonly T Three = T.CreateTruncating(3);
    private static readonly T Six = T.CreateTruncating(6);

    public override string Name => "hardSwish";

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Add(x, Three, y);
        TensorPrimitives.Multiply(y, x, y);
        TensorPrimitives.Divide(y, Six, y);
        ElementwiseKernels.Map(new HardSwishSelect<T>(), x, x, y, y);
    }

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        (x <= -Three).Where(
            Variable.Of(T.Zero),
            (x >= Three).Where(dy, dy * ((x + x + Three) / Six))
        );

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    )
    {
        TensorPrimitives.Add(x, x, dx);
        TensorPrimitives.Add(dx, Three, dx);
        TensorPrimitives.Divide(dx, Six, dx);
        TensorPrimitives.Multiply(dx, dy, dx);
        ElementwiseKernels.Map(new HardSwishSelect<T>(), x, dy, dx, dx);
    }
}
