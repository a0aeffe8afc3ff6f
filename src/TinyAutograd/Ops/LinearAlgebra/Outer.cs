using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Outer product of two vectors, <c>yᵢⱼ = aᵢ·bⱼ</c>.</summary>
    /// <param name="a">(m).</param>
    /// <param name="b">(n).</param>
    /// <returns>(m, n).</returns>
    /// <exception cref="ArgumentException">An operand is not a vector.</exception>
    /// <remarks>Gradient: <c>da = dy · b, db = dyᵀ · a</c>.</remarks>
    public static Variable<T> Outer<T>(this Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => OuterOp<T>.Instance.Apply(a, b);
}

internal sealed class OuterOp<T> : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly OuterOp<T> Instance = new();

    public override string Name => "outer";

    public override Linearity Linearity => Linearity.Each;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var (a, b) = (inputs[0].Shape, inputs[1].Shape);
        return a.Rank == 1 && b.Rank == 1
            ? Shape.Of(a[0], b[0])
            : throw new ArgumentException($"Outer: {a} and {b}: both must be vectors.");
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var a = inputs[0].AsSpan();
        var b = inputs[1].AsSpan();
        for (var i = 0; i < a.Length; i++)
        {
            TensorPrimitives.Multiply(b, a[i], y.Slice(i * b.Length, b.Length));
        }
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        if (dx.Needs(0))
        {
            dx[0] = dy.MatMul(call.Input(1));
        }
        if (dx.Needs(1))
        {
            dx[1] = dy.MatMul(call.Input(0), transposeA: true);
        }
    }
}
