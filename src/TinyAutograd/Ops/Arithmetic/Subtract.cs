using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Difference of pairs, <c>y = a − b</c>, with broadcasting.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with that of <paramref name="a"/>.</param>
    /// <returns>The common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Gradient: <c>da = dy, db = −dy</c>.</remarks>
    public static Variable<T> Subtract<T>(this Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => SubtractOp<T>.Instance.Apply(a, b);
}

internal sealed class SubtractOp<T> : BinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly SubtractOp<T> Instance = new();

    public override string Name => "subtract";

    public override Linearity Linearity => Linearity.Joint;

    public override void Forward(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Subtract(a, b, y);

    protected override void Forward(ReadOnlySpan<T> a, T b, Span<T> y) =>
        TensorPrimitives.Subtract(a, b, y);

    protected override void Forward(T a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Subtract(a, b, y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        dx[0] = dy;
        if (dx.Needs(1))
        {
            dx[1] = -dy;
        }
    }
}
