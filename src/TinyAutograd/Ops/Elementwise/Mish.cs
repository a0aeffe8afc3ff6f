using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Mish, <c>y = x ⊙ tanh(ln(1 + eˣ))</c>; nothing overflows.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>; values ≥ −0.309. At −∞ it is NaN (−∞ · 0).</returns>
    /// <remarks>Gradient: <c>dx = dy ⊙ (t + x ⊙ (1 − t²) ⊙ σ(x))</c> with <c>t = tanh(ln(1 + eˣ))</c>. Source: Misra 2019.</remarks>
    public static Variable<T> Mish<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => MishOp<T>.Instance.Apply(x);
}

internal sealed class MishOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly MishOp<T> Instance = new();

    public override string Name => "mish";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y)
    {
        SpecialFunctions.Softplus(x, y);
        SpecialFunctions.Tanh(y, y);
        TensorPrimitives.Multiply(x, y, y);
    }

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy)
    {
        var t = x.Softplus(threshold: T.PositiveInfinity).Tanh();
        return dy * (t + x * ((T.One - t.Square()) * x.Sigmoid()));
    }
}
