using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Sign of every element: −1, 0 or 1.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>. Zeros keep their sign; NaN stays NaN (as in NumPy; PyTorch gives 0).</returns>
    /// <remarks>There is no derivative: a gradient through it throws <see cref="InvalidOperationException"/>, where PyTorch gives 0.</remarks>
    public static Variable<T> Sign<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => SignOp<T>.Instance.Apply(x);
}

internal sealed class SignOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly SignOp<T> Instance = new();

    public override string Name => "sign";

    public override bool IsDifferentiable => false;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) =>
        ElementwiseKernels.Map(new SignRule<T>(), x, x, x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        throw new NotSupportedException();
}
