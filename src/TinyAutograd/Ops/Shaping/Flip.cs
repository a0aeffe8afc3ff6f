using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Axes in reverse.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes to reverse: all unless told, one (<c>1</c>), or several (<c>[0, -1]</c>).</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">No such axis, or an axis named twice.</exception>
    /// <remarks>Gradient: <c>dx = dy</c>, reversed back.</remarks>
    public static Variable<T> Flip<T>(this Variable<T> x, Axes axes = default)
        where T : unmanaged, IFloatingPointIeee754<T> => new FlipOp<T>(axes).Apply(x);
}

internal sealed class FlipOp<T>(Axes axes) : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Method = "Flip";

    public override string Name => "flip";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => $"axes: {axes}";

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs)
    {
        axes.Resolve(Method, inputs[0].Shape);
        return inputs[0].Shape;
    }

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
    {
        var shape = inputs[0].Shape;
        var flipped = axes.Resolve(Method, shape);
        Span<int> to = stackalloc int[shape.Rank];
        Span<int> from = stackalloc int[shape.Rank];
        StridedCopy.RowMajor(shape.AsSpan(), to);
        to.CopyTo(from);
        var start = 0;
        for (var axis = 0; axis < from.Length; axis++)
        {
            if ((flipped & (1 << axis)) != 0)
            {
                start += (shape[axis] - 1) * from[axis];
                from[axis] = -from[axis];
            }
        }
        StridedCopy.Copy(shape.AsSpan(), inputs[0].AsSpan(), start, from, y, 0, to);
    }

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = dy.Flip(axes);
}
