using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Scaled exponential linear unit, <c>y = λx</c> where x &gt; 0, else <c>y = λα (eˣ − 1)</c>, with λ = 1.0507009873554805 and
    /// α = 1.6732632423543772.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values ≥ −λα. NaN stays NaN.</returns>
    /// <remarks>Gradient: <c>dx = λ dy</c> where x &gt; 0, else <c>dx = dy ⊙ (y + λα)</c>; at the kink 0 that is <c>λα dy</c>. Source:
    /// Klambauer et al. 2017, eq. 2 and 14.</remarks>
    public static Variable<T> Selu<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => SeluOp<T>.Instance.Apply(x);
}

internal sealed class SeluOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly SeluOp<T> Instance = new();

    private static readonly T Alpha = T.CreateTruncating(1.6732632423543772848);
    private static readonly T Scale = T.CreateTruncating(1.0507009873554804934);

    public override string Name => "selu";

    protected override bool HasBackwardKernel => true;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        SpecialFunctions.Expm1(x, y);
        TensorPrimitives.Multiply(y, Alpha, y);
        ElementwiseKernels.Map(new SelectAbove<T>(T.Zero, T.One), x, x, y, y);
        TensorPrimitives.Multiply(y, Scale, y);
    }

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        (x > T.Zero).Where(dy * Scale, dy * (y + Scale * Alpha));

    protected override void BackwardKernel(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx
    ) => ElementwiseKernels.Map(new SeluGradient<T>(Scale, Scale * Alpha), x, y, dy, dx);
}
