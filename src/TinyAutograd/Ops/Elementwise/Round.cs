using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Every element rounded to the nearest integer, halves to the even one (2.5 → 2, 3.5 → 4).</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <remarks>There is no derivative: a gradient through it throws <see cref="InvalidOperationException"/>.</remarks>
    public static Variable<T> Round<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RoundOp<T>.Instance.Apply(x);
}

internal sealed class RoundOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly RoundOp<T> Instance = new();

    public override string Name => "round";

    public override bool IsDifferentiable => false;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Round(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        throw new NotSupportedException();
}
