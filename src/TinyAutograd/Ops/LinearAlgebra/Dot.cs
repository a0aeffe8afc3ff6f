using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Scalar product of two vectors, <c>y = Σ aᵢ·bᵢ</c>.</summary>
    /// <param name="a">(n).</param>
    /// <param name="b">(n).</param>
    /// <returns>A scalar; 0 for n = 0.</returns>
    /// <exception cref="ArgumentException">An operand is not a vector, or the lengths differ.</exception>
    /// <remarks>Gradient: <c>da = dy ⊙ b, db = dy ⊙ a</c>.</remarks>
    public static Variable<T> Dot<T>(this Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => DotOp<T>.Instance.Apply(a, b);
}

internal sealed class DotOp<T> : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly DotOp<T> Instance = new();

    public override string Name => "dot";

    public override Linearity Linearity => Linearity.Each;

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        var (a, b) = (inputs[0].Shape, inputs[1].Shape);
        return a.Rank == 1 && a == b
            ? Shape.Scalar
            : throw new ArgumentException(
                $"Dot: {a} · {b}: both must be vectors of the same length. Matrices are multiplied by MatMul."
            );
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        y[0] = TensorPrimitives.Dot(inputs[0].AsSpan(), inputs[1].AsSpan());

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        if (dx.Needs(0))
        {
            dx[0] = dy * call.Input(1);
        }
        if (dx.Needs(1))
        {
            dx[1] = dy * call.Input(0);
        }
    }
}
