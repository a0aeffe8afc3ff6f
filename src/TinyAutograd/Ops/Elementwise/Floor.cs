using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Every element rounded down to an integer, <c>y = ⌊x⌋</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <remarks>There is no derivative: a gradient through it throws <see cref="InvalidOperationException"/>.</remarks>
    public static Variable<T> Floor<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => FloorOp<T>.Instance.Apply(x);
}

internal sealed class FloorOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly FloorOp<T> Instance = new();

    public override string Name => "floor";

    public override bool IsDifferentiable => false;

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Floor(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
        throw new NotSupportedException();
}
