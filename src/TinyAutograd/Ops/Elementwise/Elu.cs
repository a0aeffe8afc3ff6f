using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Exponential linear unit, <c>y = x</c> where x &gt; 0, else <c>y = α (eˣ − 1)</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="alpha">The distance α of the lower bound from 0; 1 unless told.</param>
    /// <returns>The shape of <paramref name="x"/>; for α ≥ 0 values ≥ −α. NaN stays NaN.</returns>
    /// <remarks>Gradient: <c>dx = dy</c> where x &gt; 0, else <c>dx = dy ⊙ (y + α)</c>; at 0 that is <c>α dy</c>. Source: Clevert et al.
    /// 2015, eq. 15.</remarks>
    public static Variable<T> Elu<T>(this Variable<T> x, T? alpha = null)
        where T : unmanaged, IFloatingPointIeee754<T> => new EluOp<T>(alpha ?? T.One).Apply(x);
}

internal sealed class EluOp<T>(T alpha) : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly SelectAbove<T> SelectPositive = new(T.Zero, T.One);

    public override string Name => "elu";

    public override string Attributes =>
        string.Create(CultureInfo.InvariantCulture, $"alpha: {alpha}");

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        SpecialFunctions.Expm1(x, y);
        TensorPrimitives.Multiply(y, alpha, y);
        ElementwiseKernels.Map(SelectPositive, x, x, y, y);
    }

    // α eˣ = y + α: it cannot overflow on the side that is not chosen, as eˣ could.
    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        (x > T.Zero).Where(dy, dy * (y + alpha));

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    )
    {
        TensorPrimitives.Add(y, alpha, dx);
        TensorPrimitives.Multiply(dx, dy, dx);
        ElementwiseKernels.Map(SelectPositive, x, dy, dx, dx);
    }
}
