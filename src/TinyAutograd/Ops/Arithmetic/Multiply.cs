using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Product of pairs, <c>y = a ⊙ b</c>, with broadcasting.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with that of <paramref name="a"/>.</param>
    /// <returns>The common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Gradient: <c>da = dy ⊙ b, db = dy ⊙ a</c>.</remarks>
    public static Variable<T> Multiply<T>(this Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => MultiplyOp<T>.Instance.Apply(a, b);
}

internal sealed class MultiplyOp<T> : BinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly MultiplyOp<T> Instance = new();

    public override string Name => "multiply";

    public override Linearity Linearity => Linearity.Each;

    public override void Forward(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Multiply(a, b, y);

    protected override void Forward(ReadOnlySpan<T> a, T b, Span<T> y) =>
        TensorPrimitives.Multiply(a, b, y);

    protected override void Forward(T a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Multiply(b, a, y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var (a, b) = (call.Input(0), call.Input(1));
        if (dx.Needs(0))
        {
            dx[0] = dy * b;
        }
        if (dx.Needs(1))
        {
            dx[1] = dy * a;
        }
    }
}
