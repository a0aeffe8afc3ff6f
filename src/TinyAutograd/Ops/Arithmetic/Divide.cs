using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Quotient of pairs, <c>y = a / b</c>, with broadcasting. Division by 0 gives ±∞ or NaN, as IEEE 754 says.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with that of <paramref name="a"/>.</param>
    /// <returns>The common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Gradient: <c>da = dy / b, db = −dy ⊙ y / b</c>. Forwards: <c>dy = (da − y ⊙ db) / b</c>.</remarks>
    public static Variable<T> Divide<T>(this Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => DivideOp<T>.Instance.Apply(a, b);
}

internal sealed class DivideOp<T> : BinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly DivideOp<T> Instance = new();

    public override string Name => "divide";

    public override void Forward(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Divide(a, b, y);

    protected override void Forward(ReadOnlySpan<T> a, T b, Span<T> y) =>
        TensorPrimitives.Divide(a, b, y);

    protected override void Forward(T a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Divide(a, b, y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var da = dy / call.Input(1);
        dx[0] = da;
        if (dx.Needs(1))
        {
            dx[1] = -da * call.Output;
        }
    }

    public override Variable<T> Tangent(OpCall<T> call, ReadOnlySpan<Variable<T>?> dx)
    {
        var b = call.Input(1);
        return (dx[0], dx[1]) switch
        {
            ({ } da, null) => da / b,
            (null, { } db) => -call.Output * db / b,
            var (da, db) => (da! - call.Output * db!) / b,
        };
    }
}
