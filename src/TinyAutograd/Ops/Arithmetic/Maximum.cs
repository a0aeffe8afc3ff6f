using System.Numerics;
using System.Numerics.Tensors;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>The larger of each pair, <c>y = max(a, b)</c>, with broadcasting. NaN in either gives NaN.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">A shape that broadcasts with that of <paramref name="a"/>.</param>
    /// <returns>The common shape.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <remarks>Gradient: dy goes to the larger of the two; at a tie half of it goes to each. With NaN it goes to both.</remarks>
    public static Variable<T> Maximum<T>(this Variable<T> a, Variable<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => MaximumOp<T>.Instance.Apply(a, b);
}

internal sealed class MaximumOp<T> : BinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly MaximumOp<T> Instance = new();

    public override string Name => "maximum";

    public override void Forward(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Max(a, b, y);

    protected override void Forward(ReadOnlySpan<T> a, T b, Span<T> y) =>
        TensorPrimitives.Max(a, b, y);

    protected override void Forward(T a, ReadOnlySpan<T> b, Span<T> y) =>
        TensorPrimitives.Max(b, a, y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx)
    {
        var (a, b) = (call.Input(0), call.Input(1));
        if (dx.Needs(0))
        {
            dx[0] = OfLarger(a, b, dy);
        }
        if (dx.Needs(1))
        {
            dx[1] = OfLarger(b, a, dy);
        }
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var (a, b) = (call.Input(0), call.Input(1));
        return Kernel(a, b, dy, dx, 0) && Kernel(b, a, dy, dx, 1);
    }

    /// <summary>The gradient of <paramref name="a"/> in max(a, b).</summary>
    internal static Variable<T> OfLarger(Variable<T> a, Variable<T> b, Variable<T> dy)
    {
        var shared = a.IsEqual(b).Where(dy * T.CreateTruncating(0.5), dy);
        return (a < b).Where(Variable.Of(T.Zero), shared);
    }

    /// <summary>The same in one pass, as the gradient of input <paramref name="i"/>; not where there is broadcasting.</summary>
    internal static bool Kernel(
        Variable<T> a,
        Variable<T> b,
        ReadOnlySpan<T> dy,
        GradientSink<T> dx,
        int i
    )
    {
        if (a.Shape == b.Shape && dx.Needs(i))
        {
            ElementwiseKernels.Map(new LargerGradient<T>(), a.AsSpan(), b.AsSpan(), dy, dx.Room(i));
        }
        return a.Shape == b.Shape;
    }
}
