using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Natural logarithm of every element, <c>y = ln x</c>.</summary>
    /// <param name="x">Any shape; elements ≥ 0.</param>
    /// <returns>The shape of <paramref name="x"/>; −∞ at 0, NaN below.</returns>
    /// <remarks>Gradient: <c>dx = dy / x</c>.</remarks>
    public static Variable<T> Log<T>(this Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => LogOp<T>.Instance.Apply(x);
}

internal sealed class LogOp<T> : UnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly LogOp<T> Instance = new();

    public override string Name => "log";

    public override void Forward(ReadOnlySpan<T> x, Span<T> y) => TensorPrimitives.Log(x, y);

    public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) => dy / x;
}
