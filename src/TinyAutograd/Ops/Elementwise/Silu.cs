using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Sigmoid-weighted linear unit (also called swish), <c>y = x ⊙ σ(x)</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values ≥ −0.279. At −∞ it is NaN (−∞ · 0).</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ (s + y ⊙ (1 − s))</c> with <c>s = σ(x)</c>. Source: Elfwing et al. 2017, eq. 5.</remarks>
    public static Variable<T> Silu<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => SiluOp<T>.Instance.Apply(x);
}

internal sealed class SiluOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly SiluOp<T> Instance = new();

    public override string Name => "silu";

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        SpecialFunctions.Sigmoid(x, y);
        TensorPrimitives.Multiply(x, y, y);
    }

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy)
    {
        var s = x.Sigmoid();
        return dy * (s + y * (T.One - s));
    }

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    )
    {
        SpecialFunctions.Sigmoid(x, dx);
        ElementwiseKernels.Map(new SiluGradient<T>(), dx, y, dy, dx);
    }
}
