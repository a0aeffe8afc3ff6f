using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Sum of pairs, <c>y = a + b</c>, with broadcasting.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with that of <paramref name="a"/>.</param>
    /// <returns>The common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Gradient: <c>da = dy, db = dy</c>.</remarks>
    public static Variable<T> Add<T>(this Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => AddOp<T>.Instance.Apply(a, b);
}

internal sealed class AddOp<T> : BinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly AddOp<T> Instance = new();

    public override string Name => "add";

    public override Linearity Linearity => Linearity.Joint;

    public override void Forward(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) =>
        ElementwiseKernels.Add(a, b, y);

    protected override void Forward(ReadOnlySpan<T> a, T b, Span<T> y) =>
        TensorPrimitives.Add(a, b, y);

    protected override void Forward(T a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Add(b, a, y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        dx[0] = dy;
        dx[1] = dy;
    }
}
