using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>The smaller of each pair, <c>y = min(a, b)</c>, with broadcasting. NaN in either gives NaN.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with that of <paramref name="a"/>.</param>
    /// <returns>The common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Gradient: dy goes to the smaller of the two; at a tie half of it goes to each. With NaN it goes to both.</remarks>
    public static Variable<T> Minimum<T>(this Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => MinimumOp<T>.Instance.Apply(a, b);
}

internal sealed class MinimumOp<T> : BinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly MinimumOp<T> Instance = new();

    public override string Name => "minimum";

    public override void Forward(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Min(a, b, y);

    protected override void Forward(ReadOnlySpan<T> a, T b, Span<T> y) =>
        TensorPrimitives.Min(a, b, y);

    protected override void Forward(T a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Min(b, a, y);

    // min(a, b) is to the one what max(a, b) is to the other.
    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var (a, b) = (call.Input(0), call.Input(1));
        if (dx.Needs(0))
        {
            dx[0] = MaximumOp<T>.OfLarger(b, a, dy);
        }
        if (dx.Needs(1))
        {
            dx[1] = MaximumOp<T>.OfLarger(a, b, dy);
        }
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var (a, b) = (call.Input(0), call.Input(1));
        return MaximumOp<T>.Kernel(b, a, dy, dx, 0) && MaximumOp<T>.Kernel(a, b, dy, dx, 1);
    }
}
