using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>Adds each position of the input to the position of an axis of zeros that its index names: how the gradient of
/// indexSelect and embedding flows back.</summary>
internal sealed class IndexSumOp<T>(Indices indices, Shape whole, int axis) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "indexSum";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"indices: {indices.Shape}, axis: {axis} of {whole}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) => whole;

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        Add(inputs[0].AsSpan(), indices, whole, axis, y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = dy.IndexSelect(indices.Reshape([indices.Length]), axis)
            .Reshape(call.Input(0).Shape);

    public static void Add(ReadOnlySpan<T> x, Indices indices, Shape whole, int axis, Span<T> y)
    {
        y.Clear();
        Gathering.AddRows(x, whole[axis], whole.LengthOf((axis + 1)..), indices.AsSpan(), y);
    }
}
