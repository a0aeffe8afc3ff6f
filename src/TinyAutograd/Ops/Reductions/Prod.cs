using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Product over axes, <c>y = Π x</c>. The product of nothing is 1.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes to reduce: all unless told, one (<c>1</c>), or several (<c>[0, -1]</c>).</param>
    /// <param name="keepDims">Whether a reduced axis stays, with size 1.</param>
    /// <returns>The shape without the reduced axes.</returns>
    /// <exception cref="ArgumentException">No such axis, or an axis named twice.</exception>
    /// <remarks>Gradient: <c>dx = dy ⊙</c> the product of the other elements, computed without division: right with any number of zeros.</remarks>
    public static Variable<T> Prod<T>(
        this Variable<T> x,
        Axes axes = default,
        bool keepDims = false
    )
        where T : unmanaged, IFloatingPointIeee754<T> => new ProdOp<T>(axes, keepDims).Apply(x);
}

internal sealed class ProdOp<T>(Axes axes, bool keepDims) : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Method = "Prod";

    public override string Name => "prod";

    public override string Attributes => ReductionAttributes.Text(axes, keepDims);

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        axes.Reduce(Method, inputs[0].Shape, keepDims);

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        Reduction.Reduce<T, ProductReducer<T>>(
            inputs[0].AsSpan(),
            inputs[0].Shape,
            axes.Resolve(Method, inputs[0].Shape),
            y
        );

    // Axis by axis, the first half times the second: a tree of products, whose rule never divides.
    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs)
    {
        var y = inputs[0];
        var mask = axes.Resolve(Method, y.Shape);
        for (var axis = 0; axis < y.Rank; axis++)
        {
            y = (mask & (1 << axis)) != 0 ? Fold(y, axis) : y;
        }
        return y.Reshape(ShapeOf(inputs));
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        var x = call.Input(0);
        var mask = axes.Resolve(Method, x.Shape);
        if (!Reduction.IsOneGroup(x.Shape, mask, out _, out var n, out var inner))
        {
            return false;
        }
        Running.ProductGradient(x.AsSpan(), n, inner, dy, dx.Room(0));
        return true;
    }

    private static Variable<T> Fold(Variable<T> y, int axis)
    {
        if (y.Shape[axis] == 0)
        {
            return Variable.Ones<T>(y.Shape.With(axis, 1));
        }
        while (y.Shape[axis] is var n and > 1)
        {
            var half = n / 2;
            var product = y.Slice(axis, 0, half) * y.Slice(axis, half, 2 * half);
            y = n % 2 == 0 ? product : VariableOps.Cat([product, y.Slice(axis, n - 1)], axis);
        }
        return y;
    }
}
