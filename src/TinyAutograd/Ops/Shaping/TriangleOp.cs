using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>One side of a diagonal: what tril and triu have in common.</summary>
internal sealed class TriangleOp<T>(int diagonal, bool isUpper) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => isUpper ? "triu" : "tril";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"diagonal: {diagonal}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        inputs[0].Rank >= 2
            ? inputs[0].Shape
            : throw new ArgumentException(
                $"{(isUpper ? "Triu" : "Tril")}: {inputs[0].Shape} has no last two axes."
            );

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var shape = inputs[0].Shape;
        Triangle.Keep(inputs[0].AsSpan(), shape[^2], shape[^1], diagonal, isUpper, y);
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = new TriangleOp<T>(diagonal, isUpper).Apply(dy);
}
