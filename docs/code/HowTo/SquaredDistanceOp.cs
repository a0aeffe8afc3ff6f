using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Docs.Code;

#region SquaredDistanceOp
/// <summary>The squared distance of two variables of one shape, <c>y = Σ(a − b)²</c>, in one pass.</summary>
internal sealed class SquaredDistanceOp<T> : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly SquaredDistanceOp<T> Instance = new();

    public override string Name => "squaredDistance";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        inputs[0].Shape == inputs[1].Shape
            ? Shape.Scalar
            : throw new ArgumentException(
                $"SquaredDistance: {inputs[0].Shape} and {inputs[1].Shape} must be equal."
            );

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var distance = TensorPrimitives.Distance(inputs[0].AsSpan(), inputs[1].AsSpan());
        y[0] = distance * distance;
    }

    // What the op means. Its gradients of every order follow from here.
    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs) =>
        (inputs[0] - inputs[1]).Square().Sum();
}
#endregion
